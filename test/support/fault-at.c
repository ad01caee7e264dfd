// Counts the system calls that change what is below one folder, over all processes of a run, and lets one of them go
// wrong. Loaded with LD_PRELOAD; every process that it starts inherits it.
//
//   FAULT_ROOT     absolute path of the folder
//   FAULT_COUNTER  a file of at least 64 bytes, all zero at the start: see struct shared
//   FAULT_AT       the call, from 1; 0 lets all of them pass
//   FAULT_KIND     kill: kills the process group before the call; full: from this call on there is no space on the disk;
//                  or the number of a signal that the first process gets before the call, with a minus its whole group
//   FAULT_LOG      a file that gets a line for each call
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

struct shared {
  _Atomic unsigned calls; // so far
  _Atomic unsigned fired; // whether the fault has happened
  _Atomic int first;      // id of the first process
};

static struct shared *shared;
static const char *root, *kind;
static size_t root_length;
static unsigned fault_at;
static int log_to = -1;

__attribute__((constructor)) static void begin(void) {
  const char *counter = getenv("FAULT_COUNTER"), *at = getenv("FAULT_AT"), *log = getenv("FAULT_LOG");
  root = getenv("FAULT_ROOT");
  kind = getenv("FAULT_KIND");
  if (!root || !counter || !kind) return;
  int file = syscall(SYS_openat, AT_FDCWD, counter, O_RDWR | O_CLOEXEC);
  if (file < 0) return;
  void *memory = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  syscall(SYS_close, file);
  if (memory == MAP_FAILED) return;
  root_length = strlen(root);
  fault_at = at ? (unsigned)atoi(at) : 0;
  if (log) log_to = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  shared = memory;
  int nobody = 0;
  atomic_compare_exchange_strong(&shared->first, &nobody, getpid());
}

static int below_root(const char *path) {
  return strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || path[root_length] == 0);
}

// Where a descriptor leads, as the system knows it; empty if that is not below the root or not a plain file.
static const char *file_of(int descriptor, char *buffer, int any) {
  char link[64];
  struct stat stats;
  buffer[0] = 0;
  if (!shared || (!any && (fstat(descriptor, &stats) != 0 || !S_ISREG(stats.st_mode)))) return buffer;
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, buffer, PATH_MAX - 1);
  buffer[length < 0 ? 0 : length] = 0;
  return buffer;
}

static const char *absolute(int folder, const char *path, char *buffer) {
  if (!shared || !path) return "";
  if (path[0] == '/') return path;
  if (folder == AT_FDCWD) {
    if (!getcwd(buffer, PATH_MAX)) return "";
  } else file_of(folder, buffer, 1);
  size_t length = strlen(buffer);
  snprintf(buffer + length, PATH_MAX - length, "/%s", path);
  return buffer;
}

// Counts a call, and is -1 with errno set where it has to fail.
static int fault(const char *name, const char *path, int needs_space) {
  if (!shared || !below_root(path)) return 0;
  int before = errno;
  unsigned call = atomic_fetch_add(&shared->calls, 1) + 1;
  if (log_to >= 0) {
    char line[PATH_MAX + 64];
    int length = snprintf(line, sizeof line, "%u %s %s\n", call, name, path + root_length);
    syscall(SYS_write, log_to, line, length);
  }
  if (fault_at != 0 && call == fault_at) {
    atomic_store(&shared->fired, 1);
    if (strcmp(kind, "kill") == 0) {
      // Git may be in a group of its own.
      kill(-atomic_load(&shared->first), SIGKILL);
      kill(0, SIGKILL);
      for (;;) pause();
    }
    int number = atoi(kind);
    if (strcmp(kind, "full") != 0) kill((number < 0 ? -1 : 1) * atomic_load(&shared->first), abs(number));
  }
  if (fault_at != 0 && call >= fault_at && needs_space && strcmp(kind, "full") == 0) {
    errno = ENOSPC;
    return -1;
  }
  errno = before;
  return 0;
}

static int fault_at_path(const char *name, int folder, const char *path, int needs_space) {
  char buffer[PATH_MAX + 8];
  return fault(name, absolute(folder, path, buffer), needs_space);
}

static int fault_in_file(const char *name, int descriptor, int needs_space) {
  char buffer[PATH_MAX + 8];
  return fault(name, file_of(descriptor, buffer, 0), needs_space);
}

// A call that is not passed on gives this.
#define PASS_ON(type, name, parameters, arguments, check) \
  type name parameters { \
    static type(*next) parameters; \
    if (!next) next = (type(*) parameters)dlsym(RTLD_NEXT, #name); \
    if ((check) != 0) return (type)-1; \
    return next arguments; \
  }

static int fault_of_open(int folder, const char *path, int flags) {
  char buffer[PATH_MAX + 8];
  struct stat stats;
  if (!shared || !((flags & O_CREAT) || (flags & O_ACCMODE) != O_RDONLY)) return 0;
  const char *whole = absolute(folder, path, buffer);
  return fault("open", whole, (flags & O_CREAT) && lstat(whole, &stats) != 0);
}

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    static int (*next)(const char *, int, ...); \
    if (!next) next = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name); \
    va_list more; \
    va_start(more, flags); \
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0; \
    va_end(more); \
    return fault_of_open(AT_FDCWD, path, flags) ? -1 : next(path, flags, mode); \
  }
#define OPENAT(name) \
  int name(int folder, const char *path, int flags, ...) { \
    static int (*next)(int, const char *, int, ...); \
    if (!next) next = (int (*)(int, const char *, int, ...))dlsym(RTLD_NEXT, #name); \
    va_list more; \
    va_start(more, flags); \
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0; \
    va_end(more); \
    return fault_of_open(folder, path, flags) ? -1 : next(folder, path, flags, mode); \
  }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

PASS_ON(int, __open_2, (const char *path, int flags), (path, flags), fault_of_open(AT_FDCWD, path, flags))
PASS_ON(int, __open64_2, (const char *path, int flags), (path, flags), fault_of_open(AT_FDCWD, path, flags))
PASS_ON(int, creat, (const char *path, mode_t mode), (path, mode), fault_of_open(AT_FDCWD, path, O_CREAT))
PASS_ON(int, creat64, (const char *path, mode_t mode), (path, mode), fault_of_open(AT_FDCWD, path, O_CREAT))

PASS_ON(ssize_t, write, (int to, const void *from, size_t n), (to, from, n), fault_in_file("write", to, n > 0))
PASS_ON(ssize_t, pwrite, (int to, const void *from, size_t n, off_t at), (to, from, n, at), fault_in_file("write", to, n > 0))
PASS_ON(ssize_t, pwrite64, (int to, const void *from, size_t n, off64_t at), (to, from, n, at), fault_in_file("write", to, n > 0))
PASS_ON(ssize_t, writev, (int to, const struct iovec *from, int n), (to, from, n), fault_in_file("write", to, 1))
PASS_ON(ssize_t, pwritev, (int to, const struct iovec *from, int n, off_t at), (to, from, n, at), fault_in_file("write", to, 1))
PASS_ON(ssize_t, pwritev64, (int to, const struct iovec *from, int n, off64_t at), (to, from, n, at), fault_in_file("write", to, 1))
PASS_ON(ssize_t, sendfile, (int to, int from, off_t *at, size_t n), (to, from, at, n), fault_in_file("write", to, 1))
PASS_ON(ssize_t, sendfile64, (int to, int from, off64_t *at, size_t n), (to, from, at, n), fault_in_file("write", to, 1))
PASS_ON(ssize_t, copy_file_range, (int from, off64_t *start, int to, off64_t *at, size_t n, unsigned flags), (from, start, to, at, n, flags), fault_in_file("write", to, 1))
PASS_ON(int, ftruncate, (int file, off_t length), (file, length), fault_in_file("ftruncate", file, 0))
PASS_ON(int, ftruncate64, (int file, off64_t length), (file, length), fault_in_file("ftruncate", file, 0))
PASS_ON(int, fchmod, (int file, mode_t mode), (file, mode), fault_in_file("fchmod", file, 0))

PASS_ON(int, rename, (const char *from, const char *to), (from, to), fault_at_path("rename", AT_FDCWD, to, 0))
PASS_ON(int, renameat, (int a, const char *from, int b, const char *to), (a, from, b, to), fault_at_path("rename", b, to, 0))
PASS_ON(int, renameat2, (int a, const char *from, int b, const char *to, unsigned flags), (a, from, b, to, flags), fault_at_path("rename", b, to, 0))
PASS_ON(int, link, (const char *from, const char *to), (from, to), fault_at_path("link", AT_FDCWD, to, 1))
PASS_ON(int, linkat, (int a, const char *from, int b, const char *to, int flags), (a, from, b, to, flags), fault_at_path("link", b, to, 1))
PASS_ON(int, symlink, (const char *to, const char *path), (to, path), fault_at_path("symlink", AT_FDCWD, path, 1))
PASS_ON(int, symlinkat, (const char *to, int folder, const char *path), (to, folder, path), fault_at_path("symlink", folder, path, 1))
PASS_ON(int, unlink, (const char *path), (path), fault_at_path("unlink", AT_FDCWD, path, 0))
PASS_ON(int, unlinkat, (int folder, const char *path, int flags), (folder, path, flags), fault_at_path("unlink", folder, path, 0))
PASS_ON(int, remove, (const char *path), (path), fault_at_path("unlink", AT_FDCWD, path, 0))
PASS_ON(int, rmdir, (const char *path), (path), fault_at_path("rmdir", AT_FDCWD, path, 0))
PASS_ON(int, mkdir, (const char *path, mode_t mode), (path, mode), fault_at_path("mkdir", AT_FDCWD, path, 1))
PASS_ON(int, mkdirat, (int folder, const char *path, mode_t mode), (folder, path, mode), fault_at_path("mkdir", folder, path, 1))
PASS_ON(int, chmod, (const char *path, mode_t mode), (path, mode), fault_at_path("chmod", AT_FDCWD, path, 0))
PASS_ON(int, fchmodat, (int folder, const char *path, mode_t mode, int flags), (folder, path, mode, flags), fault_at_path("chmod", folder, path, 0))
PASS_ON(int, truncate, (const char *path, off_t length), (path, length), fault_at_path("ftruncate", AT_FDCWD, path, 0))

// What the C library has gathered is written from inside of it.
static int fault_in_stream(FILE *stream) {
  int file = shared && stream ? fileno(stream) : -1;
  if (file < 0 || (fcntl(file, F_GETFL) & O_ACCMODE) == O_RDONLY) return 0;
  return fault_in_file("write", file, 1);
}
PASS_ON(int, fclose, (FILE *stream), (stream), fault_in_stream(stream))
PASS_ON(int, fflush, (FILE *stream), (stream), fault_in_stream(stream))

char *mkdtemp(char *template) {
  static char *(*next)(char *);
  if (!next) next = (char *(*)(char *))dlsym(RTLD_NEXT, "mkdtemp");
  return fault_at_path("mkdir", AT_FDCWD, template, 1) ? NULL : next(template);
}

// Node copies files by the number of the call, whether or not the C library knows it.
long syscall(long number, ...) {
  static long (*next)(long, ...);
  if (!next) next = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  long a[6];
  va_list more;
  va_start(more, number);
  for (int i = 0; i < 6; i++) a[i] = va_arg(more, long);
  va_end(more);
  if (number == SYS_copy_file_range && fault_in_file("write", (int)a[2], 1)) return -1;
  return next(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
