// The instruction that fetches a line of memory ahead of its use, which Swift has no name for.
static inline void starling_prefetch(const void *address) { __builtin_prefetch(address); }
