/* Never ends: sums, shuffles and rewrites 64 MiB, a block at a time. */
#include "start.h"

#define WORDS (1u << 24)
#define BLOCK 1024u

static unsigned memory[WORDS];

void __start(void)
{
    unsigned seed = 1, sum = 0;
    for (;;) {
        for (unsigned start = 0; start < WORDS; start += BLOCK) {
            unsigned *block = memory + start;
            for (unsigned round = 0; round < 64; round++)
                for (unsigned i = 0; i < BLOCK; i++) {
                    seed = seed * 1664525u + 1013904223u;
                    sum += block[i] ^ seed >> 7;
                    block[i] = sum;
                }
        }
    }
}
