// A disk that is slow and remembers what was synced: a library for LD_PRELOAD, compiled by xtask/src/torture_check/disk.rs.
//
// A process that is killed leaves in the system's memory what it never synced, so that no kill shows a sync that is missing.
// Here each sync copies the file, or the names in the folder, to what SHADOW names: what is not there by then would be lost
// with the power. A picture that is not in the library yet is synced slowly, which widens the moment between whole and named,
// and so are names, which widens the one between named and safe. Nothing is really synced: that would be slow at random, and a
// kill does not need it.

#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINGER = 60000, LINGER_OVER_NAMES = 20000 };  // microseconds at most; never seeded, so that a round can be repeated

// Whoever cannot see what was synced must not go on as if nothing were wrong.
static void insist(int done) {
    if (!done) abort();
}

// Of no other file, even after this one is gone: its number, and when it was made.
static void name_of(const struct statx *about, char name[64]) {
    int dated = about->stx_mask & STATX_BTIME;
    long long seconds = dated ? about->stx_btime.tv_sec : 0;
    unsigned rest = dated ? about->stx_btime.tv_nsec : 0;
    snprintf(name, 64, "%llu-%lld.%09u", (unsigned long long)about->stx_ino, seconds, rest);
}

static struct statx look(int folder, const char *path) {
    struct statx about;
    insist(!statx(folder, path, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS | STATX_BTIME, &about));
    return about;
}

static void copy_names(int from, int to) {
    DIR *folder = fdopendir(openat(from, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    insist(folder != NULL);
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
        struct statx about;
        // Another thread may just have taken it away.
        if (statx(from, entry->d_name, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS | STATX_BTIME, &about)) continue;
        char name[64];
        name_of(&about, name);
        insist(dprintf(to, "%s %s %s\n", S_ISDIR(about.stx_mode) ? "folder" : "file", name, entry->d_name) > 0);
    }
    closedir(folder);
}

// By the descriptor at hand: to close another one of this file would give up the locks that SQLite has on it.
static void copy_bytes(int from, int to) {
    char buffer[1 << 16];
    off_t at = 0;
    for (ssize_t got; (got = pread(from, buffer, sizeof buffer, at)) != 0; at += got) {
        insist(got > 0 && write(to, buffer, got) == got);
    }
}

static int keep(int fd) {
    const char *shadow = getenv("SHADOW");
    if (!shadow) return 0;
    struct statx about = look(fd, "");
    char name[64], part[4096], whole[4096];
    name_of(&about, name);
    snprintf(part, sizeof part, "%s/.%d-%d", shadow, getpid(), gettid());
    snprintf(whole, sizeof whole, "%s/%s", shadow, name);
    int to = open(part, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    insist(to >= 0);
    if (S_ISDIR(about.stx_mode)) {
        usleep(random() % LINGER_OVER_NAMES);
        copy_names(fd, to);
    } else {
        copy_bytes(fd, to);
    }
    close(to);
    // A kill may come in the middle.
    insist(!rename(part, whole));

    char self[32], path[4096];
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(self, path, sizeof path - 1);
    insist(length >= 0);
    path[length] = 0;
    if (strstr(path, "/.incoming/")) usleep(random() % LINGER);
    return 0;
}

int fsync(int fd) {
    return keep(fd);
}

int fdatasync(int fd) {
    return keep(fd);
}
