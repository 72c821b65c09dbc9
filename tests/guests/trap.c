/* Traps, in the way that the first byte of the input names. */
#include "start.h"

void __start(void)
{
    switch (*(volatile unsigned char *)(INPUT + 1)) {
    case 0:
        __asm__ volatile("break");
        break;
    case 1: /* misaligned load */
        __asm__ volatile("lui $8, 0x3100\n lw $8, 2($8)" ::: "$8");
        break;
    case 2: /* signed overflow */
        __asm__ volatile("lui $8, 0x7fff\n ori $8, $8, 0xffff\n .word 0x21080001" ::: "$8"); /* addi $8, $8, 1 */
        break;
    case 3: /* rdhwr $3, $29: release 2 */
        __asm__ volatile(".word 0x7c03e83b" ::: "$3");
        break;
    case 4: /* a trap condition that holds */
        __asm__ volatile("teq $0, $0");
        break;
    case 5: /* a jump in a delay slot */
        __asm__ volatile(".set push\n .set noreorder\n b 1f\n j __start\n 1: .set pop");
        break;
    case 6: /* coprocessor 1: add.s $f0, $f0, $f0 */
        __asm__ volatile(".word 0x46000000");
        break;
    }
    leave(0);
}
