#pragma once
#include <stdbool.h>

/// The mutant that this process runs as, zero for none, and whether it notes which it comes by.
extern int activeMutant;
extern bool recordsMutants;
void noteMutant(int number);

static inline bool isMutant(int number) {
  if (__builtin_expect(recordsMutants, 0)) noteMutant(number);
  return number == activeMutant;
}
