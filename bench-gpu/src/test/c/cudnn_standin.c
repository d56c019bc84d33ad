/*
 * A stand-in for cuDNN 9: its graph interface for one convolution, and the legacy convolution calls.
 * Settings: engines (3: what mode A offers), fallback (1: what the fallback mode offers), notes.N
 * (numerical notes of engine N as bits), unplanned (bits of engines that refuse a plan), fails (-1:
 * an engine or algorithm that cannot be run after all), workspace (512: engine N needs N times
 * that), legacy (1: whether legacy calls suggest anything). Engine 0 uses tensor cores, engine 2
 * Winograd's transform, unless notes say otherwise.
 */
#include "cuda_standin.h"

#ifndef VERSION
#define VERSION 92400
#endif
#ifndef CUDART
#define CUDART 13000
#endif

enum { SUCCESS = 0, BAD_PARAM = 2000, NULL_POINTER = 2002, NOT_FINALIZED = 2004,
  SHAPE_MISMATCH = 2008, ATTRIBUTE_TYPE = 2010, NOT_SUPPORTED = 3000 };
enum { HANDLE = 100, TENSOR4, FILTER4, CONVOLUTION4 }; /* Backend descriptors: 200 + type. */
enum { BACKEND = 200 };
enum { CONVOLUTION = 1, ENGINE, CFG, HEUR, PLAN, KNOB = 7, FORWARD = 10, BWD_FILTER, BWD_DATA,
  GRAPH = 15, PACK = 16, TENSOR = 17 };
enum { T_HANDLE, T_DATA, T_INT64 = 3, T_FLOAT, T_PTR = 6, T_CONV_MODE, T_HEUR_MODE, T_KNOB,
  T_NOTE = 11, T_DESC = 15 };

static char lastError[600];
static long currentStream;

#define REFUSE(status, ...) \
  do { \
    snprintf(lastError, sizeof lastError, __VA_ARGS__); \
    return status; \
  } while (0)

size_t cudnnGetVersion(void) { return VERSION; }
size_t cudnnGetCudartVersion(void) { return CUDART; }
void cudnnGetLastErrorString(char *message, size_t size) {
  snprintf(message, size, "%s", lastError);
}

int cudnnCreate(long *handle) {
  ENTER;
  *handle = create(HANDLE, 8);
  return SUCCESS;
}

int cudnnDestroy(long handle) {
  ENTER;
  return destroy(handle, HANDLE, __func__) ? SUCCESS : BAD_PARAM;
}

int cudnnSetStream(long handle, long stream) {
  ENTER;
  if (get(handle, HANDLE, __func__) == NULL) return BAD_PARAM;
  currentStream = stream;
  return SUCCESS;
}

/* --- the computation --- */

typedef struct { enum Format format; int64_t dims[4], strides[4], id, align; } View;
typedef struct { int64_t pad[2], stride[2]; } Window;

static enum Format format(int type) {
  return type == 0 ? F32 : type == 2 ? F16 : type == 9 ? BF16 : NO_FORMAT;
}

static int64_t off(const View *v, int64_t a, int64_t b, int64_t c, int64_t d) {
  return a * v->strides[0] + b * v->strides[1] + c * v->strides[2] + d * v->strides[3];
}

static int fits(const View *x, const View *w, const View *y, const Window *c) {
  for (int i = 0; i < 2; i++) {
    int64_t room = x->dims[2 + i] + 2 * c->pad[i] - w->dims[2 + i];
    if (room < 0 || y->dims[2 + i] != room / c->stride[i] + 1) return 0;
  }
  return x->dims[0] == y->dims[0] && w->dims[0] == y->dims[1] && x->dims[1] == w->dims[1]
      && x->format == w->format && w->format == y->format && x->format != NO_FORMAT;
}

/* Adds up one product per place of the window in doubles, then rounds to the result's type. */
static void convolve(
    int direction, const View *x, void *X, const View *w, void *W, const View *y, void *Y,
    const Window *c, int tf32) {
  const View *result = direction == FORWARD ? y : direction == BWD_DATA ? x : w;
  void *R = direction == FORWARD ? Y : direction == BWD_DATA ? X : W;
  int64_t count = result->dims[0] * result->dims[1] * result->dims[2] * result->dims[3];
  double *sums = calloc((size_t)count, sizeof(double));
  const int64_t *dy = y->dims, *dw = w->dims, *dx = x->dims;
  for (int64_t n = 0; n < dy[0]; n++)
    for (int64_t k = 0; k < dy[1]; k++)
      for (int64_t p = 0; p < dy[2]; p++)
        for (int64_t q = 0; q < dy[3]; q++)
          for (int64_t ch = 0; ch < dx[1]; ch++)
            for (int64_t r = 0; r < dw[2]; r++)
              for (int64_t s = 0; s < dw[3]; s++) {
                int64_t h = p * c->stride[0] + r - c->pad[0], v = q * c->stride[1] + s - c->pad[1];
                if (h < 0 || h >= dx[2] || v < 0 || v >= dx[3]) continue;
                int64_t ix = off(x, n, ch, h, v), iw = off(w, k, ch, r, s), iy = off(y, n, k, p, q);
                enum Format f = x->format;
                if (direction == FORWARD) {
                  sums[iy] += operand(X, f, ix, tf32) * operand(W, f, iw, tf32);
                } else if (direction == BWD_DATA) {
                  sums[ix] += operand(Y, f, iy, tf32) * operand(W, f, iw, tf32);
                } else {
                  sums[iw] += operand(X, f, ix, tf32) * operand(Y, f, iy, tf32);
                }
              }
  for (int64_t i = 0; i < count; i++) store(R, result->format, i, sums[i]);
  free(sums);
}

typedef struct {
  int direction, tf32;
  View x, w, y;
  void *X, *W, *Y, *workspace;
  Window window;
  size_t needed;
} Task;

static void convolveTask(void *data) {
  Task *t = data;
  if (t->needed > 0) memset(t->workspace, 0xAB, t->needed);
  convolve(t->direction, &t->x, t->X, &t->w, t->W, &t->y, t->Y, &t->window, t->tf32);
}

/* Every element has a place of its own within the tensor. */
static int packed(const View *v) {
  int64_t last = 0, count = 1;
  for (int i = 0; i < 4; i++) {
    last += (v->dims[i] - 1) * v->strides[i];
    count *= v->dims[i];
  }
  return last == count - 1 && v->strides[1] == 1;
}

/* --- the graph interface --- */

typedef struct { int attribute, type; int64_t count; char *values; } Attribute;
typedef struct { int type, finalized, attributes, engine; Attribute all[16]; long from; } Backend;

static Backend *backend(long pointer, const char *function) {
  long index = (pointer - (long)(intptr_t)objects) / (long)sizeof(Object);
  if (index >= 0 && index < objectCount && objects[index].kind >= BACKEND) {
    return get(pointer, objects[index].kind, function);
  }
  MISUSE("%s got something that is no backend descriptor", function);
  return NULL;
}

static size_t elementSize(int type) {
  return type == T_HANDLE || type == T_INT64 || type == T_PTR || type == T_DESC ? 8 : 4;
}

/* The type that an attribute must be set with, by descriptor; -1 if it has no such attribute. */
static int expectedType(int descriptor, int a) {
  switch (descriptor) {
    case CONVOLUTION: return a == 100 ? T_DATA : a == 101 ? T_CONV_MODE : a >= 102 && a <= 106 ? T_INT64 : -1;
    case HEUR: return a == 200 ? T_HEUR_MODE : a == 201 ? T_DESC : -1;
    case PLAN: return a == 400 ? T_HANDLE : a == 401 ? T_DESC : -1;
    case FORWARD: return a == 700 || a == 701 ? T_FLOAT : a >= 702 && a <= 705 ? T_DESC : -1;
    case BWD_DATA: return a == 706 || a == 707 ? T_FLOAT : a >= 708 && a <= 711 ? T_DESC : -1;
    case BWD_FILTER: return a == 712 || a == 713 ? T_FLOAT : a >= 714 && a <= 717 ? T_DESC : -1;
    case GRAPH: return a == 800 ? T_HANDLE : a == 801 ? T_DESC : -1;
    case TENSOR: return a == 901 ? T_DATA : a == 900 || a == 902 || a == 903 || a == 906 ? T_INT64 : -1;
    case PACK: return a == 1000 ? T_INT64 : a == 1001 || a == 1003 ? T_PTR : -1;
    default: return -1;
  }
}

int cudnnBackendCreateDescriptor(int type, long *out) {
  ENTER;
  *out = create(BACKEND + type, sizeof(Backend));
  Backend *b = get(*out, BACKEND + type, __func__);
  b->type = type;
  b->engine = -1;
  return SUCCESS;
}

int cudnnBackendDestroyDescriptor(long descriptor) {
  ENTER;
  Backend *b = backend(descriptor, __func__);
  return b != NULL && destroy(descriptor, BACKEND + b->type, __func__) ? SUCCESS : BAD_PARAM;
}

int cudnnBackendSetAttribute(
    long descriptor, int attribute, int type, int64_t count, const void *elements) {
  ENTER;
  Backend *b = backend(descriptor, __func__);
  if (b == NULL || elements == NULL) REFUSE(NULL_POINTER, "no descriptor");
  int expected = expectedType(b->type, attribute);
  if (b->finalized || expected < 0) {
    MISUSE("attribute %d of a descriptor of type %d cannot be set", attribute, b->type);
    REFUSE(BAD_PARAM, "no such attribute");
  }
  if (type != expected) {
    MISUSE("attribute %d has type %d, not %d", attribute, expected, type);
    REFUSE(ATTRIBUTE_TYPE, "wrong type");
  }
  for (int64_t i = 0; type == T_DESC && i < count; i++) {
    Backend *other = backend(((const long *)elements)[i], __func__);
    if (other == NULL || !other->finalized) {
      MISUSE("attribute %d got a descriptor that is not finalized", attribute);
      REFUSE(NOT_FINALIZED, "not finalized");
    }
  }
  Attribute *a = &b->all[b->attributes++];
  *a = (Attribute){attribute, type, count, malloc((size_t)count * elementSize(type))};
  memcpy(a->values, elements, (size_t)count * elementSize(type));
  return SUCCESS;
}

static const Attribute *attribute(const Backend *b, int number, int64_t count) {
  for (int i = 0; i < b->attributes; i++) {
    if (b->all[i].attribute == number && b->all[i].count == count) return &b->all[i];
  }
  MISUSE("a descriptor of type %d lacks attribute %d with %ld elements", b->type, number, (long)count);
  return NULL;
}

static int64_t int64At(const Backend *b, int number, int count, int i) {
  const Attribute *a = attribute(b, number, count);
  return a == NULL ? 0 : ((int64_t *)a->values)[i];
}

static int intOf(const Backend *b, int number) {
  const Attribute *a = attribute(b, number, 1);
  return a == NULL ? -1 : *(int *)a->values;
}

static float floatOf(const Backend *b, int number) {
  const Attribute *a = attribute(b, number, 1);
  return a == NULL ? NAN : *(float *)a->values;
}

static Backend *child(const Backend *b, int number) {
  return backend(int64At(b, number, 1, 0), "an attribute");
}

static View view(const Backend *b) {
  View v = {format(intOf(b, 901)), {0}, {0}, int64At(b, 906, 1, 0), int64At(b, 900, 1, 0)};
  for (int i = 0; i < 4; i++) {
    v.dims[i] = int64At(b, 902, 4, i);
    v.strides[i] = int64At(b, 903, 4, i);
  }
  return v;
}

typedef struct { View x, w, y; Window window; } Problem;

static Problem problem(const Backend *op) {
  int base = op->type == FORWARD ? 700 : op->type == BWD_DATA ? 706 : 712;
  static const int X[] = {704, 710, 716}, W[] = {703, 709, 715}, Y[] = {705, 711, 717};
  int d = op->type == FORWARD ? 0 : op->type == BWD_DATA ? 1 : 2;
  Backend *c = child(op, base + 2);
  Problem p = {view(child(op, X[d])), view(child(op, W[d])), view(child(op, Y[d])), {{0}, {0}}};
  for (int i = 0; i < 2; i++) {
    p.window.pad[i] = int64At(c, 105, 2, i);
    p.window.stride[i] = int64At(c, 103, 2, i);
    if (int64At(c, 104, 2, i) != p.window.pad[i] || int64At(c, 102, 2, i) != 1) {
      MISUSE("padding differs between sides, or there is dilation");
    }
  }
  if (intOf(c, 101) != 1 || intOf(c, 100) != 0 || int64At(c, 106, 1, 0) != 2) {
    MISUSE("not a cross-correlation in two dimensions with f32 sums");
  }
  if (floatOf(op, base) != 1 || floatOf(op, base + 1) != 0) MISUSE("factors other than 1 and 0");
  return p;
}

static int finalizeOperation(Backend *b) {
  Problem p = problem(b);
  if (misuse[0] != 0) REFUSE(BAD_PARAM, "%s", misuse);
  if (!fits(&p.x, &p.w, &p.y, &p.window)) {
    MISUSE("a convolution's shapes do not fit");
    REFUSE(SHAPE_MISMATCH, "shapes");
  }
  if (!packed(&p.x) || !packed(&p.w) || !packed(&p.y)) {
    MISUSE("strides are not those of NHWC");
    REFUSE(BAD_PARAM, "strides");
  }
  return SUCCESS;
}

int cudnnBackendFinalize(long descriptor) {
  ENTER;
  Backend *b = backend(descriptor, __func__);
  if (b == NULL || b->finalized) {
    MISUSE("a descriptor is finalized twice");
    REFUSE(BAD_PARAM, "finalized twice");
  }
  int status = SUCCESS;
  if (b->type == FORWARD || b->type == BWD_DATA || b->type == BWD_FILTER) {
    status = finalizeOperation(b);
  } else if (b->type == GRAPH || b->type == PLAN) {
    get(int64At(b, b->type == GRAPH ? 800 : 400, 1, 0), HANDLE, __func__);
    Backend *c = child(b, b->type == GRAPH ? 801 : 401);
    b->engine = c == NULL ? -1 : c->engine;
    b->from = c == NULL ? 0 : b->type == GRAPH ? int64At(b, 801, 1, 0) : c->from;
    if (b->type == PLAN && ((setting("unplanned", 0) >> b->engine) & 1)) {
      REFUSE(NOT_SUPPORTED + 1, "engine %d does not do this", b->engine);
    }
  } else if (b->type == HEUR) {
    b->from = child(b, 201)->from;
  }
  b->finalized = status == SUCCESS;
  return status;
}

static long notes(int engine) {
  char key[32];
  snprintf(key, sizeof key, "notes.%d", engine);
  return setting(key, engine == 0 ? 1 : engine == 2 ? 1 << 5 : 0);
}

static int fillDescriptors(
    const Backend *b, int type, int64_t available, int64_t asked, int64_t *count, long *into,
    int firstEngine) {
  *count = available;
  for (int64_t i = 0; i < asked && i < available; i++) {
    Backend *each = backend(into[i], __func__);
    if (each == NULL || each->type != type || each->finalized) {
      MISUSE("a descriptor to be filled is of type %d, not %d", each ? each->type : -1, type);
      REFUSE(BAD_PARAM, "descriptors");
    }
    each->engine = firstEngine + (type == KNOB ? 0 : (int)i);
    each->from = b->from;
    each->finalized = 1;
  }
  return SUCCESS;
}

int cudnnBackendGetAttribute(
    long descriptor, int number, int type, int64_t asked, int64_t *count, void *elements) {
  ENTER;
  Backend *b = backend(descriptor, __func__);
  if (b == NULL || !b->finalized) {
    MISUSE("attribute %d is read before it is final", number);
    REFUSE(NOT_FINALIZED, "not finalized");
  }
  if (b->type == HEUR && number == 202 && type == T_DESC) {
    int fallback = intOf(b, 200) == 2;
    long available = fallback ? setting("fallback", 1) : setting("engines", 3);
    return fillDescriptors(b, CFG, available, asked, count, elements, fallback ? 7 : 0);
  }
  if (b->type == CFG && number == 300 && type == T_DESC) {
    return fillDescriptors(b, ENGINE, 1, asked, count, elements, b->engine);
  }
  if (b->type == CFG && number == 302 && type == T_DESC) {
    return fillDescriptors(b, KNOB, 1, asked, count, elements, b->engine);
  }
  if (b->type == KNOB && number == 600 && type == T_KNOB) {
    *count = 1;
    *(int *)elements = 2;
    return SUCCESS;
  }
  if (b->type == ENGINE && number == 1303 && type == T_NOTE) {
    *count = 0;
    for (int i = 0; i < 10; i++) {
      if (((notes(b->engine) >> i) & 1) && *count < asked) ((int *)elements)[(*count)++] = i;
    }
    return SUCCESS;
  }
  if (type == T_INT64 && asked >= 1
      && ((b->type == ENGINE && number == 1301) || (b->type == KNOB && number == 601)
          || (b->type == PLAN && number == 402))) {
    *count = 1;
    *(int64_t *)elements = b->type == ENGINE ? b->engine
        : b->type == KNOB ? 30 + b->engine : b->engine * setting("workspace", 512);
    return SUCCESS;
  }
  MISUSE("attribute %d of a descriptor of type %d cannot be read as type %d", number, b->type, type);
  REFUSE(BAD_PARAM, "no such attribute");
}

static void *pointerOf(const Backend *pack, const View *v, int *found) {
  for (int i = 0; i < 3; i++) {
    if (int64At(pack, 1000, 3, i) == v->id) {
      void *p = (void *)(intptr_t)int64At(pack, 1001, 3, i);
      *found += p != NULL && aligned(p, (long)v->align);
      return p;
    }
  }
  return NULL;
}

int cudnnBackendExecute(long handle, long plan, long pack) {
  ENTER;
  Backend *p = backend(plan, __func__), *v = backend(pack, __func__);
  if (get(handle, HANDLE, __func__) == NULL || p == NULL || v == NULL || p->type != PLAN
      || v->type != PACK || !p->finalized || !v->finalized) {
    MISUSE("what is executed is no plan with a variant pack");
    return BAD_PARAM;
  }
  if (setting("fails", -1) == p->engine) REFUSE(NOT_SUPPORTED, "engine %d fails", p->engine);
  Backend *op = backend(p->from, __func__);
  if (op == NULL) return BAD_PARAM;
  Problem c = problem(op);
  int found = 0;
  void *X = pointerOf(v, &c.x, &found), *W = pointerOf(v, &c.w, &found);
  void *Y = pointerOf(v, &c.y, &found);
  size_t needed = (size_t)(p->engine * setting("workspace", 512));
  void *workspace = (void *)(intptr_t)int64At(v, 1003, 1, 0);
  if (found != 3 || !useWorkspace(workspace, needed, needed, __func__)) {
    MISUSE("addresses are missing or not aligned");
    return BAD_PARAM;
  }
  lastStream = currentStream;
  Task task = {op->type, (int)(notes(p->engine) & 1), c.x, c.w, c.y, X, W, Y, workspace, c.window,
      needed};
  enqueue(currentStream, convolveTask, &task, sizeof task);
  return SUCCESS;
}

/* --- the legacy calls --- */

typedef struct { int pad[2], stride[2], math, set; } Legacy;
typedef struct { int algo, status; float time; size_t memory; int determinism, math, reserved[3]; } Perf;

int cudnnCreateTensorDescriptor(long *out) {
  ENTER;
  *out = create(TENSOR4, sizeof(View));
  return SUCCESS;
}

int cudnnCreateFilterDescriptor(long *out) {
  ENTER;
  *out = create(FILTER4, sizeof(View));
  return SUCCESS;
}

int cudnnCreateConvolutionDescriptor(long *out) {
  ENTER;
  *out = create(CONVOLUTION4, sizeof(Legacy));
  return SUCCESS;
}

int cudnnDestroyTensorDescriptor(long d) {
  ENTER;
  return destroy(d, TENSOR4, __func__) ? SUCCESS : BAD_PARAM;
}

int cudnnDestroyFilterDescriptor(long d) {
  ENTER;
  return destroy(d, FILTER4, __func__) ? SUCCESS : BAD_PARAM;
}

int cudnnDestroyConvolutionDescriptor(long d) {
  ENTER;
  return destroy(d, CONVOLUTION4, __func__) ? SUCCESS : BAD_PARAM;
}

static int setView(View *v, int layout, int type, int n, int c, int h, int w) {
  if (v == NULL || layout != 1 || format(type) == NO_FORMAT) {
    MISUSE("a tensor of layout %d and type %d", layout, type);
    return BAD_PARAM;
  }
  *v = (View){format(type), {n, c, h, w}, {(int64_t)h * w * c, 1, (int64_t)w * c, c}, 0, 1};
  return SUCCESS;
}

int cudnnSetTensor4dDescriptor(long d, int layout, int type, int n, int c, int h, int w) {
  ENTER;
  return setView(get(d, TENSOR4, __func__), layout, type, n, c, h, w);
}

int cudnnSetFilter4dDescriptor(long d, int type, int layout, int k, int c, int h, int w) {
  ENTER;
  return setView(get(d, FILTER4, __func__), layout, type, k, c, h, w);
}

int cudnnSetConvolution2dDescriptor(
    long d, int padH, int padW, int strideH, int strideW, int dilationH, int dilationW, int mode,
    int type) {
  ENTER;
  Legacy *l = get(d, CONVOLUTION4, __func__);
  if (l == NULL || dilationH != 1 || dilationW != 1 || mode != 1 || type != 0) return BAD_PARAM;
  *l = (Legacy){{padH, padW}, {strideH, strideW}, 0, 1};
  return SUCCESS;
}

int cudnnSetConvolutionMathType(long d, int math) {
  ENTER;
  Legacy *l = get(d, CONVOLUTION4, __func__);
  if (l == NULL || math < 0 || math > 3) return BAD_PARAM;
  l->math = math;
  return SUCCESS;
}

typedef struct { View *x, *w, *y; Legacy *l; Window window; } LegacyProblem;

static int legacyProblem(
    int direction, long handle, long a, long b, long conv, long result, LegacyProblem *p,
    const char *function) {
  long x = direction == BWD_DATA ? result : a;
  long w = direction == FORWARD ? b : direction == BWD_DATA ? a : result;
  long y = direction == FORWARD ? result : b;
  *p = (LegacyProblem){get(x, TENSOR4, function), get(w, FILTER4, function),
      get(y, TENSOR4, function), get(conv, CONVOLUTION4, function), {{0}, {0}}};
  if (get(handle, HANDLE, function) == NULL || !p->x || !p->w || !p->y || !p->l || !p->l->set) {
    return 0;
  }
  for (int i = 0; i < 2; i++) {
    p->window.pad[i] = p->l->pad[i];
    p->window.stride[i] = p->l->stride[i];
  }
  if (!fits(p->x, p->w, p->y, &p->window)) {
    MISUSE("a legacy convolution's shapes do not fit");
    return 0;
  }
  return 1;
}

/*
 * Suggests a transform first, then tensor cores, then number 1 and number 0, which needs nothing.
 * These two it suggests with default arithmetic even where fma was asked for, as cuDNN may.
 */
static int suggest(int direction, int asked, int *count, Perf *out) {
  int transform = direction == FORWARD ? 6 : 4;
  Perf all[] = {{transform, 0, -1, 64, 1, 0, {0}}, {1, 0, -1, 256, 1, 1, {0}},
      {1, 0, -1, 256, 1, 0, {0}}, {0, 0, -1, 0, 1, 0, {0}},
      {3, NOT_SUPPORTED, -1, 0, 1, 0, {0}}};
  if (!setting("legacy", 1)) REFUSE(NOT_SUPPORTED, "no legacy algorithm");
  *count = asked < 5 ? asked : 5;
  memcpy(out, all, (size_t)*count * sizeof(Perf));
  return SUCCESS;
}

static int legacyRun(
    int direction, const LegacyProblem *p, const void *alpha, const void *beta, void *A, void *B,
    void *R, int algo, void *workspace, size_t size, const char *function) {
  size_t needed = algo == 1 ? 256 : 0;
  if (*(const float *)alpha != 1 || *(const float *)beta != 0 || algo > 1
      || !useWorkspace(workspace, size, needed, function)) {
    MISUSE("factors other than 1 and 0, or algorithm %d", algo);
    return BAD_PARAM;
  }
  if (setting("fails", -1) == algo) REFUSE(NOT_SUPPORTED, "algorithm %d fails", algo);
  void *X = direction == BWD_DATA ? R : A;
  void *W = direction == FORWARD ? B : direction == BWD_DATA ? A : R;
  void *Y = direction == FORWARD ? R : B;
  lastStream = currentStream;
  Task task = {direction, p->l->math != 3, *p->x, *p->w, *p->y, X, W, Y, workspace, p->window, needed};
  enqueue(currentStream, convolveTask, &task, sizeof task);
  return SUCCESS;
}

#define DIRECTION(SUFFIX, SEARCH, DIR) \
  int cudnnGetConvolution##SEARCH##Algorithm_v7( \
      long h, long a, long b, long c, long r, int asked, int *count, Perf *out) { \
    ENTER; \
    LegacyProblem p; \
    return legacyProblem(DIR, h, a, b, c, r, &p, __func__) ? suggest(DIR, asked, count, out) \
                                                          : BAD_PARAM; \
  } \
  int cudnnGetConvolution##SEARCH##WorkspaceSize( \
      long h, long a, long b, long c, long r, int algo, size_t *bytes) { \
    ENTER; \
    LegacyProblem p; \
    *bytes = algo == 1 ? 256 : 0; \
    return legacyProblem(DIR, h, a, b, c, r, &p, __func__) ? SUCCESS : BAD_PARAM; \
  } \
  int cudnnConvolution##SUFFIX( \
      long h, const void *alpha, long a, void *A, long b, void *B, long c, int algo, \
      void *workspace, size_t size, const void *beta, long r, void *R) { \
    ENTER; \
    LegacyProblem p; \
    return legacyProblem(DIR, h, a, b, c, r, &p, __func__) \
        ? legacyRun(DIR, &p, alpha, beta, A, B, R, algo, workspace, size, __func__) \
        : BAD_PARAM; \
  }

DIRECTION(Forward, Forward, FORWARD)
DIRECTION(BackwardData, BackwardData, BWD_DATA)
DIRECTION(BackwardFilter, BackwardFilter, BWD_FILTER)
