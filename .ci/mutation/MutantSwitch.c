#include "MutantSwitch.h"
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

int activeMutant;
bool recordsMutants;
static int record = -1;
static atomic_bool noted[1 << 16];

__attribute__((constructor)) static void readEnvironment(void) {
  const char *mutant = getenv("MUTANT");
  if (mutant) activeMutant = atoi(mutant);
  const char *path = getenv("MUTANTS_REACHED");
  if (path) record = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  recordsMutants = record >= 0;
}

// Written at once, since a process may end in any way: four bytes, which no other process splits.
void noteMutant(int number) {
  if (!atomic_exchange_explicit(&noted[number], true, memory_order_relaxed)) {
    (void)!write(record, &number, sizeof number);
  }
}
