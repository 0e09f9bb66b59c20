/* What a process does to the files of one folder, written down call by call; and, on demand, a call that fails.
 *
 * Loaded before the C library (LD_PRELOAD), so that SQLite's calls are seen as well as Python's. Set by
 *   RECORDED_FOLDER   the folder, as the process names it (an absolute path without links)
 *   RECORDED_LOG      the file the log goes to; it must not lie in that folder; without it nothing is written down
 *   RECORDED_TOLD     the descriptor on which the process tells what is saved: this goes into the log, too
 * A record is the struct `event`, then its path, then its bytes. `faults_from(n, error)` lets the n-th call that changes
 * something under the folder fail with an errno, once; `faults_passed()` says how many there were since.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST 4096
#define REAL(result, name, ...) \
    static result (*real)(__VA_ARGS__); \
    if (!real) real = (result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

struct event {
    char kind;    /* O open, C made and open, X closed, W written, T cut, S synced, R renamed, L linked, U removed, A told */
    char pad[3];
    int32_t fd;
    int64_t at;   /* W: offset, T: length */
    uint32_t path; /* bytes of the path that follows; R and L: both, with a zero byte between them */
    uint32_t data; /* bytes of data after it */
};

static pthread_mutex_t alone = PTHREAD_MUTEX_INITIALIZER;
static char *folder;
static size_t folder_length;
static int log_fd = -1, told_fd = -1, ready;
static char watched[MOST];
static long passed, failing;
static int failure;

__attribute__((constructor)) static void begin(void) {
    char *name = getenv("RECORDED_LOG"), *told = getenv("RECORDED_TOLD");
    if (ready) return;
    ready = 1;
    folder = getenv("RECORDED_FOLDER");
    folder_length = folder ? strlen(folder) : 0;
    if (told) told_fd = atoi(told);
    if (folder && name) {
        REAL(int, "open", const char *, int, ...);
        log_fd = real(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
}

static int ours(const char *path) {
    if (!ready) begin();
    /* SQLite keeps the log's index there and makes it anew after a cut */
    size_t length = strlen(path);
    if (length >= 4 && !strcmp(path + length - 4, "-shm")) return 0;
    return folder && !strncmp(path, folder, folder_length) && (path[folder_length] == '/' || !path[folder_length]);
}

/* A name as the process gives it, made absolute: the working folder and the folder of `openat` are not followed. */
static int ours_at(int at, const char *path, char *whole) {
    if (path[0] == '/') snprintf(whole, PATH_MAX, "%s", path);
    else {
        char link[64];
        ssize_t length;
        if (at == AT_FDCWD) { if (!getcwd(whole, PATH_MAX)) return 0; }
        else {
            snprintf(link, sizeof link, "/proc/self/fd/%d", at);
            length = readlink(link, whole, PATH_MAX - 1);
            if (length < 0) return 0;
            whole[length] = 0;
        }
        size_t used = strlen(whole);
        snprintf(whole + used, PATH_MAX - used, "/%s", path);
    }
    return ours(whole);
}

static int seen(int fd) { return fd >= 0 && fd < MOST && watched[fd]; }

static void note(char kind, int fd, int64_t at, const char *path, size_t path_length, const void *data, size_t length) {
    if (log_fd < 0) return;
    struct event event = {kind, {0}, fd, at, (uint32_t)path_length, (uint32_t)length};
    struct iovec parts[3] = {{&event, sizeof event}, {(void *)path, path_length}, {(void *)data, length}};
    size_t whole = sizeof event + path_length + length;
    REAL(ssize_t, "writev", int, const struct iovec *, int);
    if (real(log_fd, parts, 3) != (ssize_t)whole) abort(); /* half a log would say something else */
}

/* Whether this call is the one that is to fail. The caller holds the mutex. */
static int fails(void) {
    passed++;
    if (!failing || passed != failing) return 0;
    failing = 0;
    errno = failure;
    return 1;
}

void faults_from(long number, int error) {
    pthread_mutex_lock(&alone);
    passed = 0, failing = number, failure = error;
    pthread_mutex_unlock(&alone);
}

long faults_passed(void) { return passed; }

#define ALONE pthread_mutex_lock(&alone)
#define DONE(result) do { int kept = errno; pthread_mutex_unlock(&alone); errno = kept; return result; } while (0)

static int opened(int (*real)(const char *, int, ...), const char *path, const char *whole, int flags, int mode) {
    struct stat before;
    ALONE;
    int made = (flags & O_CREAT) && lstat(whole, &before) != 0;
    if ((made || (flags & O_TRUNC)) && fails()) DONE(-1);
    int fd = real(path, flags, mode);
    if (fd >= 0 && fd < MOST) {
        watched[fd] = 1;
        note(made ? 'C' : 'O', fd, 0, whole, strlen(whole), 0, 0);
        if (flags & O_TRUNC) note('T', fd, 0, 0, 0, 0, 0);
    }
    DONE(fd);
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        char whole[PATH_MAX]; \
        int mode = 0; \
        if (flags & (O_CREAT | __O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, int); va_end(more); } \
        REAL(int, #name, const char *, int, ...); \
        if (!ours_at(AT_FDCWD, path, whole)) { \
            int fd = real(path, flags, mode); \
            if (fd >= 0 && fd < MOST) watched[fd] = 0; \
            return fd; \
        } \
        return opened(real, path, whole, flags, mode); \
    }
OPEN(open)
OPEN(open64)

int close(int fd) {
    REAL(int, "close", int);
    if (!seen(fd)) return real(fd);
    ALONE;
    watched[fd] = 0;
    note('X', fd, 0, 0, 0, 0, 0);
    int result = real(fd);
    DONE(result);
}

ssize_t write(int fd, const void *data, size_t length) {
    REAL(ssize_t, "write", int, const void *, size_t);
    if (fd >= 0 && fd == told_fd) {
        ALONE;
        note('A', fd, 0, 0, 0, data, length);
        DONE((ssize_t)length);
    }
    if (!seen(fd)) return real(fd, data, length);
    ALONE;
    if (fails()) DONE(-1);
    int flags = fcntl(fd, F_GETFL);
    off_t at = flags & O_APPEND ? lseek(fd, 0, SEEK_END) : lseek(fd, 0, SEEK_CUR);
    ssize_t done = real(fd, data, length);
    if (done > 0) note('W', fd, at, 0, 0, data, (size_t)done);
    DONE(done);
}

#define PWRITE(name, type) \
    ssize_t name(int fd, const void *data, size_t length, type at) { \
        REAL(ssize_t, #name, int, const void *, size_t, type); \
        if (!seen(fd)) return real(fd, data, length, at); \
        ALONE; \
        if (fails()) DONE(-1); \
        ssize_t done = real(fd, data, length, at); \
        if (done > 0) note('W', fd, at, 0, 0, data, (size_t)done); \
        DONE(done); \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

/* How Python copies a file: not by `write`. It is told that this does not work and copies by hand. */
ssize_t sendfile(int to, int from, off_t *at, size_t length) {
    REAL(ssize_t, "sendfile", int, int, off_t *, size_t);
    if (!seen(to)) return real(to, from, at, length);
    errno = ENOTSOCK;
    return -1;
}
ssize_t sendfile64(int to, int from, off64_t *at, size_t length) {
    REAL(ssize_t, "sendfile64", int, int, off64_t *, size_t);
    if (!seen(to)) return real(to, from, at, length);
    errno = ENOTSOCK;
    return -1;
}
ssize_t copy_file_range(int from, off64_t *in, int to, off64_t *out, size_t length, unsigned flags) {
    REAL(ssize_t, "copy_file_range", int, off64_t *, int, off64_t *, size_t, unsigned);
    if (!seen(to)) return real(from, in, to, out, length, flags);
    errno = ENOSYS;
    return -1;
}

#define SYNC(name) \
    int name(int fd) { \
        REAL(int, #name, int); \
        if (!seen(fd)) return real(fd); \
        ALONE; \
        if (fails()) DONE(-1); \
        note('S', fd, 0, 0, 0, 0, 0); /* on this disk nothing is lost by not waiting for it */ \
        DONE(0); \
    }
SYNC(fsync)
SYNC(fdatasync)

#define CUT(name, type) \
    int name(int fd, type length) { \
        REAL(int, #name, int, type); \
        if (!seen(fd)) return real(fd, length); \
        ALONE; \
        if (fails()) DONE(-1); \
        int result = real(fd, length); \
        if (!result) note('T', fd, length, 0, 0, 0, 0); \
        DONE(result); \
    }
CUT(ftruncate, off_t)
CUT(ftruncate64, off64_t)

static int removed(int (*real)(const char *), const char *path, const char *whole) {
    ALONE;
    if (fails()) DONE(-1);
    int result = real(path);
    if (!result) note('U', -1, 0, whole, strlen(whole), 0, 0);
    DONE(result);
}

int unlink(const char *path) {
    char whole[PATH_MAX];
    REAL(int, "unlink", const char *);
    return ours_at(AT_FDCWD, path, whole) ? removed(real, path, whole) : real(path);
}

static int named(char kind, int (*real)(const char *, const char *), const char *from, const char *to) {
    char whole[2 * PATH_MAX], second[PATH_MAX];
    int first_ours = ours_at(AT_FDCWD, from, whole), second_ours = ours_at(AT_FDCWD, to, second);
    if (!first_ours && !second_ours) return real(from, to);
    ALONE;
    if (fails()) DONE(-1);
    int result = real(from, to);
    if (!result) {
        size_t length = strlen(whole) + 1;
        strcpy(whole + length, second);
        note(kind, -1, 0, whole, length + strlen(second), 0, 0);
    }
    DONE(result);
}

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    return named('R', real, from, to);
}

int link(const char *from, const char *to) {
    REAL(int, "link", const char *, const char *);
    return named('L', real, from, to);
}
