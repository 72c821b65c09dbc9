/* Copies the input to the output, writes the magic word, and ends with the model's first byte (0 without a model) as exit code. */
#include "start.h"

void __start(void)
{
    unsigned length = INPUT[0];
    volatile unsigned char *from = (volatile unsigned char *)(INPUT + 1), *to = (volatile unsigned char *)(OUTPUT + 1);
    for (unsigned i = 0; i < length; i++)
        to[i] = from[i];
    OUTPUT[0] = length;
    *MAGIC = 0x12345678;
    leave(MODEL[0] ? *(volatile unsigned char *)(MODEL + 1) : 0);
}
