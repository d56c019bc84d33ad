/* A library for the tests of assay.core.ffi: one function of each kind of signature. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

int sample_version(void) { return VERSION; }

double sample_mix(int a, int64_t b, float c, double d, short e, signed char f)
{
    return a + 10.0 * b + 100.0 * c + 1000.0 * d + 10000.0 * e + 100000.0 * f;
}

const char *sample_name(void) { return "sample"; }

/* Eight parameters: more than go in registers. */
int64_t sample_many(int a, int b, int c, int d, int e, int f, int g, int64_t *out)
{
    *out = a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g;
    return *out;
}

static int calls;

void sample_count(void) { calls++; }

int sample_calls(void) { return calls; }

/* Returns a status: 0, or what it is told. */
int sample_status(int status) { return status; }

struct sample {
    char letter;
    int64_t number;
    short small;
    float real;
    char last;
};

long sample_layout(int what)
{
    switch (what) {
    case 0: return sizeof(struct sample);
    case 1: return offsetof(struct sample, number);
    case 2: return offsetof(struct sample, small);
    case 3: return offsetof(struct sample, real);
    case 4: return offsetof(struct sample, last);
    default: return -1;
    }
}
