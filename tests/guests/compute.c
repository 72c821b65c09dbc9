/* Sorts, divides, multiplies in 64 bits, shifts, hashes and walks unaligned memory, and prints what comes of it: text and
   exit code are to be the same on any processor of this kind. */
#include "start.h"

static unsigned state = 0x2545f491;
static unsigned numbers[200];
static char line[40];

static unsigned next(void)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

static void print(const char *name, unsigned long long value)
{
    int at = 0;
    while (name[at]) {
        line[at] = name[at];
        at++;
    }
    line[at++] = ' ';
    for (int half = 0; half < 2; half++)
        for (int shift = 28; shift >= 0; shift -= 4)
            line[at++] = "0123456789abcdef"[(half ? (unsigned)value : (unsigned)(value >> 32)) >> shift & 15];
    line[at++] = '\n';
    call(4004, 1, (long)line, at);
}

static unsigned long long sorted(void)
{
    for (int i = 0; i < 200; i++)
        numbers[i] = next();
    for (int i = 1; i < 200; i++)
        for (int j = i; j > 0 && numbers[j - 1] > numbers[j]; j--) {
            unsigned held = numbers[j];
            numbers[j] = numbers[j - 1];
            numbers[j - 1] = held;
        }
    unsigned long long sum = 0;
    for (int i = 0; i < 200; i++)
        sum = sum * 31 + numbers[i];
    return sum;
}

static unsigned long long divided(void)
{
    unsigned long long sum = 0;
    for (int i = 0; i < 300; i++) {
        unsigned a = next(), b = next() >> (i & 31) | 1;
        sum += (unsigned long long)(a / b) << 32 | a % b;
        sum ^= (unsigned long long)(long long)((int)a / (int)b) * (unsigned)((int)a % (int)b);
    }
    return sum;
}

static unsigned long long multiplied(void)
{
    unsigned long long sum = 1;
    for (int i = 0; i < 300; i++) {
        sum = sum * next() + next();
        sum += (long long)(int)next() * (int)next();
        unsigned high = (unsigned)(sum >> 32), low = (unsigned)sum;
        sum = (unsigned long long)(low << (i & 31)) << 32 | (high >> (i % 29) ^ low);
    }
    return sum;
}

static unsigned long long hashed(void)
{
    unsigned long long hash = 0xcbf29ce484222325ull;
    const unsigned char *bytes = (const unsigned char *)numbers;
    for (unsigned i = 0; i < sizeof numbers; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3ull;
    return hash;
}

struct __attribute__((packed)) odd {
    unsigned char one;
    unsigned word;
    short half;
};

static unsigned long long unaligned(void)
{
    volatile struct odd *at = (volatile struct odd *)numbers;
    unsigned long long sum = 0;
    for (int i = 0; i < 50; i++) {
        at[i].word += next();
        at[i].half = (short)(at[i].half - i);
        sum = sum * 7 + at[i].word + (unsigned long long)at[i].half;
    }
    return sum;
}

void __start(void)
{
    print("sorted", sorted());
    print("divided", divided());
    print("multiplied", multiplied());
    print("hashed", hashed());
    print("unaligned", unaligned());
    unsigned zeros = 0;
    for (int i = 0; i < 100; i++)
        zeros += __builtin_clz(next() >> (i % 31) | 1);
    print("zeros", zeros);
    leave(0);
}
