/*
 * A stand-in for cuBLASLt. Settings: candidates (3), workspace (1024: what candidate i needs is i
 * times that), refused (-1: number of a candidate whose state is "not supported"), fails (-1: number
 * of a candidate that cannot be run after all), declines (-1: a number of columns of the product's
 * result as our row-major programs have it, for which there is no algorithm).
 */
#include "cuda_standin.h"

#ifndef VERSION
#define VERSION 130101
#endif

enum { SUCCESS = 0, INVALID_VALUE = 7, NOT_SUPPORTED = 15 };
enum { HANDLE = 1, DESC, LAYOUT, PREFERENCE, TRANSFORM };
enum { COMPUTE_32F = 68, PEDANTIC = 69, COMPUTE_32I = 72, FAST_TF32 = 77 };

typedef struct { int compute, scale, transA, transB; const float *scaleA, *scaleB; } Desc;
typedef struct { int type, batch; int64_t rows, cols, ld, stride; } Layout;
typedef struct { uint64_t workspace; uint32_t mask, align[4]; } Preference;
typedef struct { int scale, transA; } Transform;
typedef struct { uint64_t data[8]; } Algo;
typedef struct { Algo algo; size_t workspace; int state; float waves; int reserved[4]; } Result;

static const uint64_t MAGIC = 0x5AD0B1A5;

size_t cublasLtGetVersion(void) { return VERSION; }

int cublasLtCreate(long *handle) {
  ENTER;
  *handle = create(HANDLE, 8);
  return SUCCESS;
}

int cublasLtDestroy(long handle) {
  ENTER;
  return destroy(handle, HANDLE, __func__) ? SUCCESS : INVALID_VALUE;
}

int cublasLtMatmulDescCreate(long *out, int compute, int scale) {
  ENTER;
  *out = create(DESC, sizeof(Desc));
  Desc *d = get(*out, DESC, __func__);
  d->compute = compute;
  d->scale = scale;
  return SUCCESS;
}

int cublasLtMatmulDescDestroy(long desc) {
  ENTER;
  return destroy(desc, DESC, __func__) ? SUCCESS : INVALID_VALUE;
}

static int put(void *into, size_t size, const void *value, size_t given) {
  if (size != given || value == NULL) {
    MISUSE("an attribute of %zu bytes was given %zu", size, given);
    return INVALID_VALUE;
  }
  memcpy(into, value, size);
  return SUCCESS;
}

int cublasLtMatmulDescSetAttribute(long desc, int attribute, const void *value, size_t size) {
  ENTER;
  Desc *d = get(desc, DESC, __func__);
  if (d == NULL) return INVALID_VALUE;
  switch (attribute) {
    case 3: return put(&d->transA, 4, value, size);
    case 4: return put(&d->transB, 4, value, size);
    case 17: return put(&d->scaleA, 8, value, size);
    case 18: return put(&d->scaleB, 8, value, size);
    default: MISUSE("unknown attribute %d of a product", attribute); return INVALID_VALUE;
  }
}

int cublasLtMatrixLayoutCreate(long *out, int type, uint64_t rows, uint64_t cols, int64_t ld) {
  ENTER;
  *out = create(LAYOUT, sizeof(Layout));
  Layout *l = get(*out, LAYOUT, __func__);
  *l = (Layout){type, 1, (int64_t)rows, (int64_t)cols, ld, 0};
  return SUCCESS;
}

int cublasLtMatrixLayoutDestroy(long layout) {
  ENTER;
  return destroy(layout, LAYOUT, __func__) ? SUCCESS : INVALID_VALUE;
}

int cublasLtMatrixLayoutSetAttribute(long layout, int attribute, const void *value, size_t size) {
  ENTER;
  Layout *l = get(layout, LAYOUT, __func__);
  if (l == NULL) return INVALID_VALUE;
  switch (attribute) {
    case 5: return put(&l->batch, 4, value, size);
    case 6: return put(&l->stride, 8, value, size);
    default: MISUSE("unknown attribute %d of a layout", attribute); return INVALID_VALUE;
  }
}

int cublasLtMatmulPreferenceCreate(long *out) {
  ENTER;
  *out = create(PREFERENCE, sizeof(Preference));
  Preference *p = get(*out, PREFERENCE, __func__);
  *p = (Preference){0, 7, {256, 256, 256, 256}};
  return SUCCESS;
}

int cublasLtMatmulPreferenceDestroy(long preference) {
  ENTER;
  return destroy(preference, PREFERENCE, __func__) ? SUCCESS : INVALID_VALUE;
}

int cublasLtMatmulPreferenceSetAttribute(
    long preference, int attribute, const void *value, size_t size) {
  ENTER;
  Preference *p = get(preference, PREFERENCE, __func__);
  if (p == NULL) return INVALID_VALUE;
  switch (attribute) {
    case 1: return put(&p->workspace, 8, value, size);
    case 3: return put(&p->mask, 4, value, size);
    case 5: case 6: case 7: case 8: return put(&p->align[attribute - 5], 4, value, size);
    default: MISUSE("unknown attribute %d of a preference", attribute); return INVALID_VALUE;
  }
}

static enum Format format(int type) {
  switch (type) {
    case 0: return F32;
    case 2: return F16;
    case 3: return S8;
    case 10: return S32;
    case 14: return BF16;
    case 28: return E4M3;
    default: return NO_FORMAT;
  }
}

/* The combinations of types of the documentation's table, as far as they are used. */
static int typesFit(const Desc *d, const Layout *a, const Layout *b, const Layout *c) {
  enum Format in = format(a->type), out = format(c->type);
  if (a->type != b->type) return 0;
  switch (in) {
    case F32: return (d->compute == PEDANTIC || d->compute == FAST_TF32) && d->scale == 0 && out == F32;
    case F16: case BF16:
      return d->compute == COMPUTE_32F && d->scale == 0 && (out == in || out == F32);
    case E4M3: return d->compute == COMPUTE_32F && d->scale == 0 && (out == BF16 || out == F32);
    case S8: return d->compute == COMPUTE_32I && d->scale == 10 && out == S32;
    default: return 0;
  }
}

typedef struct { int64_t m, n, k; } Extents;

static int extents(
    const Desc *d, const Layout *a, const Layout *b, const Layout *c, const Layout *out, Extents *e) {
  e->m = d->transA ? a->cols : a->rows;
  e->k = d->transA ? a->rows : a->cols;
  e->n = d->transB ? b->rows : b->cols;
  int64_t kOfB = d->transB ? b->cols : b->rows;
  int fit = e->k == kOfB && out->rows == e->m && out->cols == e->n && c->rows == e->m
      && c->cols == e->n && a->batch == out->batch && b->batch == out->batch
      && c->batch == out->batch;
  if (!fit) MISUSE("shapes do not fit");
  const Layout *all[] = {a, b, c, out};
  for (int i = 0; i < 4; i++) {
    if (all[i]->ld < all[i]->rows) {
      MISUSE("a leading dimension of %ld is less than %ld rows", all[i]->ld, all[i]->rows);
      return 0;
    }
    if (all[i]->batch > 1 && all[i]->stride == 0) {
      MISUSE("a batch without a stride");
      return 0;
    }
  }
  return fit;
}

/* Operands of 8 bits: k innermost in both, and extents and addresses in whole units. */
static int supported(const Desc *d, const Layout *a, const Layout *b, const Preference *p) {
  enum Format in = format(a->type);
  if (in != E4M3 && in != S8) return 1;
  int64_t unit = in == E4M3 ? 16 : 4;
  return d->transA && !d->transB && a->ld % unit == 0 && b->ld % unit == 0
      && (p == NULL || (p->align[0] >= unit && p->align[1] >= unit));
}

int cublasLtMatmulAlgoGetHeuristic(
    long handle, long desc, long a, long b, long c, long d, long preference, int asked,
    Result *results, int *count) {
  ENTER;
  Desc *op = get(desc, DESC, __func__);
  Layout *la = get(a, LAYOUT, __func__), *lb = get(b, LAYOUT, __func__);
  Layout *lc = get(c, LAYOUT, __func__), *ld = get(d, LAYOUT, __func__);
  Preference *p = get(preference, PREFERENCE, __func__);
  Extents e;
  if (get(handle, HANDLE, __func__) == NULL || !op || !la || !lb || !lc || !ld || !p) {
    return INVALID_VALUE;
  }
  if (!extents(op, la, lb, lc, ld, &e)) return INVALID_VALUE;
  if (!typesFit(op, la, lb, lc) || lc->type != ld->type || !supported(op, la, lb, p)
      || setting("declines", -1) == e.m) {
    return NOT_SUPPORTED;
  }
  int most = (int)setting("candidates", 3);
  *count = 0;
  for (int i = 0; i < most && *count < asked; i++) {
    size_t workspace = (size_t)i * (size_t)setting("workspace", 1024);
    if (workspace > p->workspace) continue;
    Result *r = &results[(*count)++];
    memset(r, 0, sizeof *r);
    r->algo = (Algo){{MAGIC, (uint64_t)i, workspace, p->align[0], p->align[1], p->align[2],
        p->align[3], p->mask}};
    r->workspace = workspace;
    r->state = setting("refused", -1) == i ? NOT_SUPPORTED : SUCCESS;
  }
  return *count == 0 ? NOT_SUPPORTED : SUCCESS;
}

int cublasLtMatmulAlgoConfigGetAttribute(
    const Algo *algo, int attribute, void *value, size_t size, size_t *written) {
  ENTER;
  if (algo->data[0] != MAGIC) {
    MISUSE("an algorithm that came from nowhere");
    return INVALID_VALUE;
  }
  size_t bytes = attribute < 7 ? 4 : 2;
  if (attribute > (VERSION >= 120000 ? 8 : 7) || size != bytes) {
    return INVALID_VALUE;
  }
  uint32_t number = attribute == 0 ? (uint32_t)algo->data[1] : attribute == 2 ? 1 : 40 + attribute;
  uint32_t mask = (uint32_t)algo->data[7];
  number = attribute == 3 ? mask : number;
  memcpy(value, &number, bytes);
  *written = bytes;
  return SUCCESS;
}

static int64_t at(const Layout *l, int64_t row, int64_t col, int64_t batch) {
  return batch * l->stride + col * l->ld + row;
}

static double factor(const Desc *d, const void *p) {
  return d->scale == 10 ? *(const int32_t *)p : *(const float *)p;
}

typedef struct {
  Desc op;
  Layout a, b, c, d;
  const void *A, *B, *C;
  void *D, *workspace;
  double f, g;
  Extents e;
  size_t needed;
} Product;

static void multiply(void *data) {
  const Product *p = data;
  const Desc *op = &p->op;
  Extents e = p->e;
  enum Format in = format(p->a.type), out = format(p->d.type);
  double scales = in == E4M3 ? *op->scaleA * (double)*op->scaleB : 1;
  if (p->needed > 0) memset(p->workspace, 0xAB, p->needed);
  int tf32 = op->compute == FAST_TF32;
  for (int64_t z = 0; z < p->d.batch; z++) {
    for (int64_t j = 0; j < e.n; j++) {
      for (int64_t i = 0; i < e.m; i++) {
        double sum = 0;
        for (int64_t l = 0; l < e.k; l++) {
          int64_t ia = op->transA ? at(&p->a, l, i, z) : at(&p->a, i, l, z);
          int64_t ib = op->transB ? at(&p->b, j, l, z) : at(&p->b, l, j, z);
          sum += operand(p->A, in, ia, tf32) * operand(p->B, in, ib, tf32);
        }
        double old = p->g == 0 ? 0 : p->g * load(p->C, out, at(&p->c, i, j, z));
        store(p->D, out, at(&p->d, i, j, z), p->f * scales * sum + old);
      }
    }
  }
}

int cublasLtMatmul(
    long handle, long desc, const void *alpha, const void *A, long a, const void *B, long b,
    const void *beta, const void *C, long c, void *D, long d, const Algo *algo, void *workspace,
    size_t workspaceSize, long stream) {
  ENTER;
  Desc *op = get(desc, DESC, __func__);
  Layout *la = get(a, LAYOUT, __func__), *lb = get(b, LAYOUT, __func__);
  Layout *lc = get(c, LAYOUT, __func__), *ld = get(d, LAYOUT, __func__);
  Extents e;
  if (get(handle, HANDLE, __func__) == NULL || !op || !la || !lb || !lc || !ld || !algo) {
    return INVALID_VALUE;
  }
  if (!extents(op, la, lb, lc, ld, &e) || !typesFit(op, la, lb, lc)
      || !supported(op, la, lb, NULL) || algo->data[0] != MAGIC) {
    MISUSE("a product that the heuristics were not asked about");
    return INVALID_VALUE;
  }
  if (setting("fails", -1) == (long)algo->data[1]) return NOT_SUPPORTED;
  const void *all[] = {A, B, C, D};
  for (int i = 0; i < 4; i++) {
    if (!aligned(all[i], (long)algo->data[3 + i])) {
      MISUSE("operand %d is not aligned to %ld bytes", i, (long)algo->data[3 + i]);
      return INVALID_VALUE;
    }
  }
  if (!useWorkspace(workspace, workspaceSize, algo->data[2], __func__)) return INVALID_VALUE;
  lastStream = stream;
  if (format(la->type) == E4M3 && (op->scaleA == NULL || op->scaleB == NULL)) {
    MISUSE("operands of 8 bits without scales");
    return INVALID_VALUE;
  }
  Product p = {*op, *la, *lb, *lc, *ld, A, B, C, D, workspace, factor(op, alpha), factor(op, beta), e,
      (size_t)algo->data[2]};
  enqueue(stream, multiply, &p, sizeof p);
  return SUCCESS;
}

int cublasLtMatrixTransformDescCreate(long *out, int scale) {
  ENTER;
  *out = create(TRANSFORM, sizeof(Transform));
  ((Transform *)get(*out, TRANSFORM, __func__))->scale = scale;
  return SUCCESS;
}

int cublasLtMatrixTransformDescDestroy(long desc) {
  ENTER;
  return destroy(desc, TRANSFORM, __func__) ? SUCCESS : INVALID_VALUE;
}

int cublasLtMatrixTransformDescSetAttribute(
    long desc, int attribute, const void *value, size_t size) {
  ENTER;
  Transform *t = get(desc, TRANSFORM, __func__);
  if (t == NULL) return INVALID_VALUE;
  if (attribute != 2) {
    MISUSE("unknown attribute %d of a transform", attribute);
    return INVALID_VALUE;
  }
  return put(&t->transA, 4, value, size);
}

typedef struct {
  Layout a, c;
  const int8_t *A;
  int8_t *C;
} Transposition;

static void transpose(void *data) {
  const Transposition *t = data;
  for (int64_t z = 0; z < t->c.batch; z++) {
    for (int64_t j = 0; j < t->c.cols; j++) {
      for (int64_t i = 0; i < t->c.rows; i++) {
        t->C[at(&t->c, i, j, z)] = t->A[at(&t->a, j, i, z)];
      }
    }
  }
}

int cublasLtMatrixTransform(
    long handle, long desc, const float *alpha, const void *A, long a, const float *beta,
    const void *B, long b, void *C, long c, long stream) {
  ENTER;
  Transform *t = get(desc, TRANSFORM, __func__);
  Layout *la = get(a, LAYOUT, __func__), *lc = get(c, LAYOUT, __func__);
  if (get(handle, HANDLE, __func__) == NULL || !t || !la || !lc) return INVALID_VALUE;
  int fit = t->scale == 0 && t->transA && la->type == 3 && lc->type == 3 && B == NULL && b == 0
      && la->rows == lc->cols && la->cols == lc->rows && la->batch == lc->batch && *alpha == 1
      && *beta == 0;
  if (!fit) {
    MISUSE("a transform other than a transposition of bytes");
    return INVALID_VALUE;
  }
  lastStream = stream;
  Transposition moved = {*la, *lc, A, C};
  enqueue(stream, transpose, &moved, sizeof moved);
  return SUCCESS;
}
