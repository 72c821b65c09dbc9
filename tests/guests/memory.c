/* Touches initialised data, data that must begin as zero, heap and brk, in bytes, halves, words and unaligned words; ends with 0
   if all is right, else with the number of the check that is not. */
#include "start.h"

static volatile unsigned initialised = 0xcafef00d;
static volatile unsigned char zeroed[10000];

struct __attribute__((packed)) unaligned {
    unsigned char before;
    unsigned word;
};

void __start(void)
{
    if (initialised != 0xcafef00d)
        leave(1);
    for (int i = 0; i < (int)sizeof zeroed; i++)
        if (zeroed[i])
            leave(2);
    unsigned char *heap = (unsigned char *)call(4090, 0, 5000, 3);
    if (heap != (unsigned char *)0x20000000)
        leave(3);
    if (call(4090, 0, 1, 3) != 0x20002000)
        leave(4);
    volatile struct unaligned *u = (volatile struct unaligned *)(heap + 4096);
    u->word = 0x01020304;
    if (heap[4097] != 1 || heap[4100] != 4 || u->word != 0x01020304)
        leave(5);
    *(volatile unsigned short *)(heap + 6) = 0x8001;
    if (*(volatile short *)(heap + 6) != -32767 || *(volatile unsigned *)(heap + 4) != 0x8001)
        leave(6);
    volatile unsigned *top = (volatile unsigned *)call(4045, 0, 0, 0);
    if (top != (volatile unsigned *)0x40000000)
        leave(7);
    *top = initialised;
    initialised = 1;
    leave(*top == 0xcafef00d && initialised == 1 ? 0 : 8);
}
