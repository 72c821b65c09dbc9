/* What the test guests share: where things lie in the machine, system calls, and the way out. */
#define INPUT ((volatile unsigned *)0x31000000)
#define OUTPUT ((volatile unsigned *)0x32000000)
#define MODEL ((volatile unsigned *)0x33000000)
#define MAGIC ((volatile unsigned *)0x30000800)

static inline long call(long number, long a, long b, long c)
{
    register long v0 __asm__("$2") = number;
    register long a0 __asm__("$4") = a;
    register long a1 __asm__("$5") = b;
    register long a2 __asm__("$6") = c;
    register long a3 __asm__("$7");
    __asm__ volatile("syscall"
                     : "+r"(v0), "=r"(a3)
                     : "r"(a0), "r"(a1), "r"(a2)
                     : "$1", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25", "hi", "lo", "memory");
    return a3 ? -v0 : v0;
}

static inline void leave(int code)
{
    for (;;)
        call(4246, code, 0, 0);
}
