// A file system for SQLite that fails when a test asks for it.
//
// It stands before the system's own and passes everything on. While it is armed, it counts the
// operations that change files below a path (open, write, sync, truncate, delete), and has one of
// them go wrong.
#ifndef STARLING_FAULT_VFS_H
#define STARLING_FAULT_VFS_H

enum starling_fault {
  // The operation fails with SQLITE_IOERR, once.
  STARLING_FAULT_ERROR = 1,
  // The operation fails with SQLITE_FULL, and so do all later writes.
  STARLING_FAULT_FULL = 2,
  // A write is done by half, and from then on everything fails, as without power.
  STARLING_FAULT_TORN = 3,
  // The power goes: everything fails, and what was written since a file's last sync is undone.
  STARLING_FAULT_POWER = 4,
  // The operation takes 20 ms longer.
  STARLING_FAULT_SLOW = 5,
};

// Makes this the file system that SQLite uses by default. Further calls do nothing.
// Returns 0, or an error code of SQLite.
int starling_fault_install(void);

// Has operation number `index`, from 0, on files whose path begins with `prefix` go wrong. What
// went wrong before is over. Files are watched that are opened while something is armed.
void starling_fault_arm(const char *prefix, enum starling_fault fault, long index);

// Whether the operation that was armed last has been reached.
int starling_fault_has_fired(void);

// Whether everything fails, as after a torn write or without power.
int starling_fault_is_dead(void);

// Has everything fail from now on, as for a process that is no more; with `is_power`, what was
// written since a file's last sync is undone too.
void starling_fault_die(int is_power);

// Whether syncs do nothing but say that all went well, as bad disks do.
void starling_fault_lie(int is_lying);

// Ends it. Returns whether the operation was reached.
int starling_fault_disarm(void);

#endif
