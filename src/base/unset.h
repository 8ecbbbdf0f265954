/* The release build clears every automatic variable, so that a read of one that nobody wrote shows no memory of before. CR_UNSET takes a
 * buffer out of that: one that is big against the work that it is for, and of which only what was written just before is read, up to a
 * length or a NUL that stands beside. A comment at each such buffer says which. */
#ifndef CR_BASE_UNSET_H
#define CR_BASE_UNSET_H

#if defined(__has_attribute)
#if __has_attribute(uninitialized)
#define CR_UNSET __attribute__((uninitialized))
#endif
#endif
#ifndef CR_UNSET
#define CR_UNSET
#endif

#endif
