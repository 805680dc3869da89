#include "CFaultVFS.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// The bytes that a write or truncation replaced, and the length that the file had before.
struct undo {
  struct undo *older;
  sqlite3_int64 offset;
  sqlite3_int64 size_before;
  int length;
  unsigned char bytes[];
};

// A file of ours; the one of the system's own file system follows it in memory.
struct fault_file {
  sqlite3_file base;
  struct fault_file *next;
  struct undo *undo;
  int is_watched;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static sqlite3_vfs *real;
static sqlite3_vfs vfs;
static struct fault_file *files;
static char prefix[1024];
static int is_armed;
static int has_fired;
static int is_dead;
static int is_full;
static int is_lying;
static enum starling_fault fault;
static long left;

static sqlite3_file *inner(sqlite3_file *file) {
  return (sqlite3_file *)((char *)file + sizeof(struct fault_file));
}

static int is_below(const char *path) {
  return is_armed && path && strncmp(path, prefix, strlen(prefix)) == 0;
}

static void forget(struct fault_file *file) {
  while (file->undo) {
    struct undo *older = file->undo->older;
    free(file->undo);
    file->undo = older;
  }
}

// Takes back what was written since the last sync.
static void roll_back(struct fault_file *file) {
  sqlite3_file *to = inner(&file->base);
  for (struct undo *entry = file->undo; entry; entry = entry->older) {
    if (entry->length) to->pMethods->xWrite(to, entry->bytes, entry->length, entry->offset);
    to->pMethods->xTruncate(to, entry->size_before);
  }
  forget(file);
}

// Remembers the bytes in a range before they change.
static void remember(struct fault_file *file, sqlite3_int64 offset, sqlite3_int64 length) {
  sqlite3_file *from = inner(&file->base);
  sqlite3_int64 size = 0;
  from->pMethods->xFileSize(from, &size);
  sqlite3_int64 end = offset + length < size ? offset + length : size;
  sqlite3_int64 kept = end > offset ? end - offset : 0;
  struct undo *entry = malloc(sizeof(struct undo) + (size_t)kept);
  if (!entry) abort();
  entry->older = file->undo;
  entry->offset = offset;
  entry->size_before = size;
  entry->length = (int)kept;
  if (kept) from->pMethods->xRead(from, entry->bytes, (int)kept, offset);
  file->undo = entry;
}

// Whether the operation goes wrong: 0, or the code to fail with; -1 for a torn write.
static int strike(int code, int is_write) {
  int result = 0;
  int is_slow = 0;
  pthread_mutex_lock(&mutex);
  if (is_dead) {
    result = code;
  } else if (is_full && is_write) {
    result = SQLITE_FULL;
  } else if (is_armed && left-- == 0) {
    has_fired = 1;
    switch (fault) {
      case STARLING_FAULT_ERROR: result = code; break;
      case STARLING_FAULT_FULL:
        is_full = 1;
        result = is_write ? SQLITE_FULL : 0;
        break;
      case STARLING_FAULT_TORN:
        is_dead = 1;
        result = is_write ? -1 : code;
        break;
      case STARLING_FAULT_POWER:
        is_dead = 1;
        for (struct fault_file *file = files; file; file = file->next) roll_back(file);
        result = code;
        break;
      case STARLING_FAULT_SLOW: is_slow = 1; break;
    }
  }
  pthread_mutex_unlock(&mutex);
  if (is_slow) usleep(20000);
  return result;
}

static int is_watched(sqlite3_file *file) {
  return is_armed && ((struct fault_file *)file)->is_watched;
}

static int fault_close(sqlite3_file *file) {
  struct fault_file *own = (struct fault_file *)file;
  pthread_mutex_lock(&mutex);
  for (struct fault_file **place = &files; *place; place = &(*place)->next) {
    if (*place == own) {
      *place = own->next;
      break;
    }
  }
  forget(own);
  pthread_mutex_unlock(&mutex);
  return inner(file)->pMethods->xClose(inner(file));
}

static int fault_read(sqlite3_file *file, void *bytes, int length, sqlite3_int64 offset) {
  if (is_dead && is_watched(file)) return SQLITE_IOERR_READ;
  return inner(file)->pMethods->xRead(inner(file), bytes, length, offset);
}

static int fault_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset) {
  if (is_watched(file)) {
    int code = strike(SQLITE_IOERR_WRITE, 1);
    if (code == -1) {
      inner(file)->pMethods->xWrite(inner(file), bytes, length / 2, offset);
      return SQLITE_IOERR_WRITE;
    }
    if (code) return code;
    pthread_mutex_lock(&mutex);
    remember((struct fault_file *)file, offset, length);
    pthread_mutex_unlock(&mutex);
  }
  return inner(file)->pMethods->xWrite(inner(file), bytes, length, offset);
}

static int fault_truncate(sqlite3_file *file, sqlite3_int64 size) {
  if (is_watched(file)) {
    int code = strike(SQLITE_IOERR_TRUNCATE, 0);
    if (code) return code;
    sqlite3_int64 before = 0;
    inner(file)->pMethods->xFileSize(inner(file), &before);
    pthread_mutex_lock(&mutex);
    remember((struct fault_file *)file, size, before > size ? before - size : 0);
    pthread_mutex_unlock(&mutex);
  }
  return inner(file)->pMethods->xTruncate(inner(file), size);
}

static int fault_sync(sqlite3_file *file, int flags) {
  if (is_watched(file)) {
    int code = strike(SQLITE_IOERR_FSYNC, 0);
    if (code) return code;
    if (is_lying) return SQLITE_OK;
    pthread_mutex_lock(&mutex);
    forget((struct fault_file *)file);
    pthread_mutex_unlock(&mutex);
    return SQLITE_OK;
  }
  return inner(file)->pMethods->xSync(inner(file), flags);
}

static int fault_size(sqlite3_file *file, sqlite3_int64 *size) {
  return inner(file)->pMethods->xFileSize(inner(file), size);
}
static int fault_lock(sqlite3_file *file, int level) {
  return inner(file)->pMethods->xLock(inner(file), level);
}
static int fault_unlock(sqlite3_file *file, int level) {
  return inner(file)->pMethods->xUnlock(inner(file), level);
}
static int fault_check_lock(sqlite3_file *file, int *result) {
  return inner(file)->pMethods->xCheckReservedLock(inner(file), result);
}
static int fault_control(sqlite3_file *file, int operation, void *argument) {
  return inner(file)->pMethods->xFileControl(inner(file), operation, argument);
}
static int fault_sector(sqlite3_file *file) {
  return inner(file)->pMethods->xSectorSize(inner(file));
}
static int fault_character(sqlite3_file *file) {
  return inner(file)->pMethods->xDeviceCharacteristics(inner(file));
}
static int fault_map(sqlite3_file *file, int page, int size, int extend, void volatile **to) {
  return inner(file)->pMethods->xShmMap(inner(file), page, size, extend, to);
}
static int fault_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
  return inner(file)->pMethods->xShmLock(inner(file), offset, count, flags);
}
static void fault_barrier(sqlite3_file *file) {
  inner(file)->pMethods->xShmBarrier(inner(file));
}
static int fault_unmap(sqlite3_file *file, int is_deleted) {
  return inner(file)->pMethods->xShmUnmap(inner(file), is_deleted);
}

static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = fault_close,
  .xRead = fault_read,
  .xWrite = fault_write,
  .xTruncate = fault_truncate,
  .xSync = fault_sync,
  .xFileSize = fault_size,
  .xLock = fault_lock,
  .xUnlock = fault_unlock,
  .xCheckReservedLock = fault_check_lock,
  .xFileControl = fault_control,
  .xSectorSize = fault_sector,
  .xDeviceCharacteristics = fault_character,
  .xShmMap = fault_map,
  .xShmLock = fault_shm_lock,
  .xShmBarrier = fault_barrier,
  .xShmUnmap = fault_unmap,
};

static int fault_open(
    sqlite3_vfs *own, sqlite3_filename path, sqlite3_file *file, int flags, int *flags_out) {
  (void)own;
  struct fault_file *made = (struct fault_file *)file;
  memset(made, 0, sizeof(struct fault_file));
  int is_watched = is_below(path);
  if (is_watched) {
    int code = strike(SQLITE_CANTOPEN, 0);
    if (code) return code;
  }
  int code = real->xOpen(real, path, inner(file), flags, flags_out);
  if (!inner(file)->pMethods) return code;
  made->base.pMethods = &methods;
  made->is_watched = is_watched;
  pthread_mutex_lock(&mutex);
  made->next = files;
  files = made;
  pthread_mutex_unlock(&mutex);
  return code;
}

static int fault_delete(sqlite3_vfs *own, const char *path, int sync_directory) {
  (void)own;
  if (is_below(path)) {
    int code = strike(SQLITE_IOERR_DELETE, 0);
    if (code) return code;
  }
  return real->xDelete(real, path, sync_directory);
}

int starling_fault_install(void) {
  int code = SQLITE_OK;
  pthread_mutex_lock(&mutex);
  if (!real) {
    real = sqlite3_vfs_find(NULL);
    vfs = *real;
    vfs.zName = "starling-fault";
    vfs.szOsFile = real->szOsFile + (int)sizeof(struct fault_file);
    vfs.xOpen = fault_open;
    vfs.xDelete = fault_delete;
    vfs.pNext = NULL;
    code = sqlite3_vfs_register(&vfs, 1);
  }
  pthread_mutex_unlock(&mutex);
  return code;
}

void starling_fault_arm(const char *path, enum starling_fault kind, long index) {
  pthread_mutex_lock(&mutex);
  strncpy(prefix, path, sizeof prefix - 1);
  fault = kind;
  left = index;
  has_fired = is_dead = is_full = 0;
  is_armed = 1;
  pthread_mutex_unlock(&mutex);
}

int starling_fault_has_fired(void) {
  pthread_mutex_lock(&mutex);
  int fired = has_fired;
  pthread_mutex_unlock(&mutex);
  return fired;
}

int starling_fault_is_dead(void) {
  pthread_mutex_lock(&mutex);
  int dead = is_dead;
  pthread_mutex_unlock(&mutex);
  return dead;
}

void starling_fault_die(int is_power) {
  pthread_mutex_lock(&mutex);
  if (is_power && !is_dead) {
    for (struct fault_file *file = files; file; file = file->next) roll_back(file);
  }
  is_dead = 1;
  pthread_mutex_unlock(&mutex);
}

void starling_fault_lie(int lying) {
  pthread_mutex_lock(&mutex);
  is_lying = lying;
  pthread_mutex_unlock(&mutex);
}

int starling_fault_disarm(void) {
  pthread_mutex_lock(&mutex);
  int fired = has_fired;
  is_armed = is_dead = is_full = 0;
  for (struct fault_file *file = files; file; file = file->next) forget(file);
  pthread_mutex_unlock(&mutex);
  return fired;
}
