/* Bare C: sieve, sort, table-driven CRC and a little fixed-point matrix product. */
#include "start.h"

#define N 8192

static unsigned char sieve[N * 8];
static unsigned sorted[N];
static unsigned table[256];
static int a[32][32], b[32][32], c[32][32];

static unsigned seed = 1;

static unsigned random_word(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    return seed;
}

static unsigned primes(void)
{
    unsigned count = 0;
    for (unsigned i = 0; i < sizeof sieve; i++)
        sieve[i] = 1;
    for (unsigned i = 2; i < sizeof sieve; i++) {
        if (!sieve[i])
            continue;
        count++;
        for (unsigned j = i * 2; j < sizeof sieve; j += i)
            sieve[j] = 0;
    }
    return count;
}

static void shell_sort(void)
{
    for (unsigned i = 0; i < N; i++)
        sorted[i] = random_word();
    for (unsigned gap = N / 2; gap > 0; gap /= 2)
        for (unsigned i = gap; i < N; i++) {
            unsigned value = sorted[i], j = i;
            for (; j >= gap && sorted[j - gap] > value; j -= gap)
                sorted[j] = sorted[j - gap];
            sorted[j] = value;
        }
}

static unsigned crc(void)
{
    unsigned sum = ~0u;
    const unsigned char *bytes = (const unsigned char *)sorted;
    for (unsigned i = 0; i < 256; i++) {
        unsigned value = i;
        for (int bit = 0; bit < 8; bit++)
            value = value >> 1 ^ (value & 1 ? 0xedb88320u : 0);
        table[i] = value;
    }
    for (unsigned i = 0; i < sizeof sorted; i++)
        sum = sum >> 8 ^ table[(sum ^ bytes[i]) & 255];
    return ~sum;
}

static unsigned product(void)
{
    for (int i = 0; i < 32; i++)
        for (int j = 0; j < 32; j++) {
            a[i][j] = (int)random_word() >> 16;
            b[i][j] = (int)random_word() >> 16;
        }
    for (int i = 0; i < 32; i++)
        for (int j = 0; j < 32; j++) {
            int sum = 0;
            for (int k = 0; k < 32; k++)
                sum += a[i][k] * b[k][j];
            c[i][j] = sum;
        }
    return (unsigned)c[7][9];
}

void __start(void)
{
    unsigned result = 0;
    for (int round = 0; round < 150; round++) {
        result = result * 31 + primes();
        shell_sort();
        result = result * 31 + crc();
        result = result * 31 + product();
    }
    leave(result & 127);
}
