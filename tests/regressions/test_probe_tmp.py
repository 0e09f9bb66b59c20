from __future__ import annotations
import re
from datetime import date, datetime, UTC
from decimal import Decimal
import pytest
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.clients.commands import *
from app.engagements.commands import *
from app.engagements.domain import *
from app.firm.commands import *
from app.timesheets.commands import *
from app.invoices.commands import *
from app.invoices.queries import *
from app.receivables.commands import *
from app.kernel.quantities import RoundingMode
from tests.books import Office
from tests.samples.clients import brightwater, quayside
from tests.samples.engagements import *
from tests.samples.invoices import collected, issued, rows, approved
from tests.samples.timesheets import log, expense
D=date(2026,4,14)
NAMES=["<b>A</b> & <Söhne> GmbH","\u202eevil\u2066 Ltd","Emoji 🎉 Ltd","=HYPERLINK(\"http://x\")","@SUM(1)","W"*190,"ﷺ العربية","A\u0301\u0302\u0303 combining", "-2+3", "tab\there"]
@pytest.mark.parametrize("n", range(len(NAMES)))
def test_names(sqlite_office: Office, n: int, capsys):
    office=sqlite_office; w=NAMES[n]; b=office.book
    cid=b.perform(add_client,name=w,legal_name=w,country="GB",language="en-GB",currency="GBP",address=w+"\nLine 2").result
    b.perform(add_contact,client_id=cid,name=w,payer=True,sponsor=True)
    s=b.perform(agree_sow,client_id=cid,number="S-"+w[:30],title=w,start_on=date(2026,4,1),end_on=date(2026,4,30),budget=pounds(0),lines=(LineSpec(w),),rates=standard_rates(date(2026,4,1)),tasks=(TaskSpec(w),),purchase_orders=(PoSpec(w,pounds(100000),date(2026,1,1)),)).result
    t=s.task_ids[0][1]
    log(office,"PR",t,D,"1",w*3)
    expense(office,"PR",s.sow_id,D,w*4,"10.00",receipt=w)
    (r,)=collected(office)
    out=[]
    try:
        i=issued(office,r); pdf=b.read(invoice_pdf,invoice_id=i.invoice_id)
        import pypdf,io
        text=pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
        out.append(("issued",len(pdf),len(pypdf.PdfReader(io.BytesIO(pdf)).pages),text.replace("\n"," | ")[:300]))
        from app.exports import generic_csv, queries as q
        import app.exports.generic_csv as g
    except Problem as p: out.append(("P",p.code,str(p)))
    with capsys.disabled(): print(repr(w[:20]),out)
def test_zero(sqlite_office: Office, capsys):
    office=sqlite_office; b=office.book
    cid=quayside(office)
    ret=clinic_retainer(office,cid)
    from app.engagements.queries import sow
    b.perform(change_sow,sow_id=ret.sow_id,version=b.read(sow,sow_id=ret.sow_id).version,rounding_mode=RoundingMode.NEAREST,rounding_minutes=15)
    with capsys.disabled():
        e=log(office,"PR",ret.tasks["PMO support"],D,"0.05")
        e2=log(office,"PR",ret.tasks["PMO support"],D,"59.05" if 0 else "12")
        for r in collected(office): print(r.sow_number,r.sums.net,r.seconds); issued(office,r)
        print("again",[ (x.sow_number,x.sums.net,x.seconds) for x in collected(office)])
        print(b.read(unbilled)); print(b.read(billed_entry_ids,sow_id=ret.sow_id), e,e2)
        print(b.read(invariants))
        # T&M
        s=billing_review(office,brightwater(office))
        b.perform(change_sow,sow_id=s.sow_id,version=b.read(sow,sow_id=s.sow_id).version,rounding_mode=RoundingMode.NEAREST,rounding_minutes=15)
        e=log(office,"PR",s.tasks["Fieldwork"],D,"0.05")
        print("tm",[ (x.sow_number,x.sums.net,x.seconds,x.why) for x in collected(office)])
        for r in rows(office):
            try: issued(office,r)
            except Problem as p: print(p)
        print(b.read(unbilled))
def test_many(sqlite_office: Office, capsys):
    office=sqlite_office; b=office.book
    with capsys.disabled():
        # year change
        s=small_review(office,quayside(office)); 
        log(office,"PR",s.tasks["Reading"],D,"1"); (r,)=collected(office); i=issued(office,r); print(i.number)
        office.clock.set(datetime(2027,1,5,tzinfo=UTC))
        log(office,"PR",s.tasks["Reading"],date(2026,5,4),"1")
        for inv in (date(2026,4,29),date(2027,1,5)):
            try:
                (r,)=collected(office,date(2026,5,31) if inv.year==2027 else date(2026,5,4) and date(2026,4,30),inv); print(issued(office,r).number)
            except (Problem,ValueError) as p: print(repr(p))
        log(office,"PR",s.tasks["Reading"],date(2026,5,5),"1")
        (r,)=collected(office,date(2026,5,31),date(2026,12,31))
        try: print(issued(office,r).number)
        except Problem as p: print(p)
        # PO overrun etc. DST day
        office.clock.set(datetime(2026,10,26,tzinfo=UTC))
        try: print(b.perform(log_time,person_id=office.people["PR"],task_id=internal_task_of(office),day=date(2026,10,25),seconds=25*3600).result)
        except Problem as p: print(p)
        try: print(b.perform(log_time,person_id=office.people["PR"],task_id=internal_task_of(office),day=date(2026,3,29),seconds=60,starts_at=datetime(2026,3,29,0,30,tzinfo=UTC),ends_at=datetime(2026,3,29,2,30,tzinfo=UTC)).result)
        except Problem as p: print(p)
        try: print(b.perform(log_time,person_id=office.people["PR"],task_id=internal_task_of(office),day=date(2026,3,29),seconds=60,starts_at=datetime(2026,3,29,0,30),ends_at=datetime(2026,3,29,2,30)).result)
        except Exception as p: print(type(p),p)
def internal_task_of(office):
    from tests.samples.timesheets import internal_task
    global _n
    _n=globals().get('_n',0)+1
    return internal_task(office,f"Own {_n}")
