// Primitives of sm_90a: barriers in shared memory that count arrivals and bytes (mbarrier), the copy
// engine that fills tiles asynchronously (TMA), and matrix units that asynchronously read their
// operands from shared memory (wgmma).
//
// A tile in shared memory consists of rows of 128 bytes, eight to a block of 1024 bytes in which the
// 16-byte pieces of row r are stored at their index XOR r % 8 (the 128-byte swizzle). Along k a row
// holds 128 bytes of one row of the operand; along the rows ("across") it holds 64 consecutive two-byte
// elements of one k, and the blocks of 64 follow each other.
#pragma once
#include "product.cuh"

typedef unsigned long long u64;

const int ROW_BYTES = 128;
const int ATOM_BYTES = 1024;         // eight rows
const int ACROSS_BYTES = 64 * 128;   // 64 rows: stride between blocks of 64 elements

// The driver's descriptor of a matrix in global memory, for the copy engine.
#ifdef __CUDACC__
struct __align__(64) TensorMap {
  u64 opaque[16];
};
#else
struct TensorMap {
  u64 opaque[16];
};
#endif

#ifdef __CUDACC__
#define GRID_CONSTANT const __grid_constant__

// Address in the shared memory window.
DEVICE u32 sharedAddress(const void* pointer) { return (u32)__cvta_generic_to_shared(pointer); }

DEVICE unsigned char* dynamicShared() {
  extern __shared__ __align__(1024) unsigned char dynamicSharedBytes[];
  return dynamicSharedBytes;
}

// ---------------------------------------------------------------- barriers

DEVICE void barrierInit(u64* barrier, int arrivals) {
  asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;" ::"r"(sharedAddress(barrier)), "r"(arrivals)
               : "memory");
}

// Makes initialised barriers visible to the copy engine.
DEVICE void barrierFence() {
  asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
  asm volatile("fence.proxy.async.shared::cta;" ::: "memory");
}

DEVICE void arrive(u64* barrier) {
  asm volatile("mbarrier.arrive.shared::cta.b64 _, [%0];" ::"r"(sharedAddress(barrier)) : "memory");
}

// Arrives, and extends the phase until that many bytes have arrived.
DEVICE void arriveExpecting(u64* barrier, int bytes) {
  asm volatile("mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;" ::"r"(sharedAddress(barrier)),
               "r"(bytes)
               : "memory");
}

// Waits until the phase of this parity is over.
DEVICE void await(u64* barrier, int parity) {
  asm volatile(
      "{\n"
      ".reg .pred done;\n"
      "again:\n"
      "mbarrier.try_wait.parity.shared::cta.b64 done, [%0], %1;\n"
      "@done bra over;\n"
      "bra again;\n"
      "over:\n"
      "}" ::"r"(sharedAddress(barrier)),
      "r"(parity)
      : "memory");
}

// Synchronizes the 128 threads of a warpgroup; only one warpgroup of a block may use it.
DEVICE void syncGroup() { asm volatile("bar.sync 1, 128;" ::: "memory"); }

// ---------------------------------------------------------------- copies

// Makes the copy engine fetch a box of a matrix; the bytes are signalled to the barrier. Zeros outside.
DEVICE void fetchBox(const TensorMap* map, u64* barrier, u32 to, int x, int y, int z) {
  asm volatile(
      "cp.async.bulk.tensor.3d.shared::cluster.global.mbarrier::complete_tx::bytes "
      "[%0], [%1, {%3, %4, %5}], [%2];" ::"r"(to),
      "l"((u64)map), "r"(sharedAddress(barrier)), "r"(x), "r"(y), "r"(z)
      : "memory");
}

DEVICE void announce(const TensorMap* map) {
  asm volatile("prefetch.tensormap [%0];" ::"l"((u64)map) : "memory");
}

// Copies 16 bytes, or writes 16 zero bytes if `inside` is false.
DEVICE void copy16(u32 to, const void* from, bool inside) {
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(to), "l"(from),
               "r"(inside ? 16 : 0)
               : "memory");
}

DEVICE void endCopies() { asm volatile("cp.async.commit_group;" ::: "memory"); }

// Waits for all but the newest LEFT groups of this thread's copies.
template <int LEFT>
DEVICE void awaitCopies() {
  asm volatile("cp.async.wait_group %0;" ::"n"(LEFT) : "memory");
}

// From here on the matrix units may read what this thread wrote.
DEVICE void publish() { asm volatile("fence.proxy.async.shared::cta;" ::: "memory"); }

// ---------------------------------------------------------------- registers

template <int COUNT>
DEVICE void takeRegisters() {
  asm volatile("setmaxnreg.inc.sync.aligned.u32 %0;" ::"n"(COUNT));
}
template <int COUNT>
DEVICE void giveRegisters() {
  asm volatile("setmaxnreg.dec.sync.aligned.u32 %0;" ::"n"(COUNT));
}

// ---------------------------------------------------------------- matrix units

DEVICE void beginProducts() { asm volatile("wgmma.fence.sync.aligned;" ::: "memory"); }
DEVICE void endProducts() { asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory"); }

// Waits for all but the newest LEFT groups of products.
template <int LEFT>
DEVICE void awaitProducts() {
  asm volatile("wgmma.wait_group.sync.aligned %0;" ::"n"(LEFT) : "memory");
}

#define WGMMA_SUMS_128 \
  "%0,%1,%2,%3,%4,%5,%6,%7,%8,%9,%10,%11,%12,%13,%14,%15," \
  "%16,%17,%18,%19,%20,%21,%22,%23,%24,%25,%26,%27,%28,%29,%30,%31," \
  "%32,%33,%34,%35,%36,%37,%38,%39,%40,%41,%42,%43,%44,%45,%46,%47," \
  "%48,%49,%50,%51,%52,%53,%54,%55,%56,%57,%58,%59,%60,%61,%62,%63"
#define WGMMA_SUMS_256 \
  "%0,%1,%2,%3,%4,%5,%6,%7,%8,%9,%10,%11,%12,%13,%14,%15," \
  "%16,%17,%18,%19,%20,%21,%22,%23,%24,%25,%26,%27,%28,%29,%30,%31," \
  "%32,%33,%34,%35,%36,%37,%38,%39,%40,%41,%42,%43,%44,%45,%46,%47," \
  "%48,%49,%50,%51,%52,%53,%54,%55,%56,%57,%58,%59,%60,%61,%62,%63," \
  "%64,%65,%66,%67,%68,%69,%70,%71,%72,%73,%74,%75,%76,%77,%78,%79," \
  "%80,%81,%82,%83,%84,%85,%86,%87,%88,%89,%90,%91,%92,%93,%94,%95," \
  "%96,%97,%98,%99,%100,%101,%102,%103,%104,%105,%106,%107,%108,%109,%110,%111," \
  "%112,%113,%114,%115,%116,%117,%118,%119,%120,%121,%122,%123,%124,%125,%126,%127"

#define WGMMA_8(KIND, D, I)                                                                        \
  KIND((D)[I]), KIND((D)[I + 1]), KIND((D)[I + 2]), KIND((D)[I + 3]), KIND((D)[I + 4]),            \
      KIND((D)[I + 5]), KIND((D)[I + 6]), KIND((D)[I + 7])
#define WGMMA_64(KIND, D, I)                                                                       \
  WGMMA_8(KIND, D, I), WGMMA_8(KIND, D, I + 8), WGMMA_8(KIND, D, I + 16),                          \
      WGMMA_8(KIND, D, I + 24), WGMMA_8(KIND, D, I + 32), WGMMA_8(KIND, D, I + 40),                \
      WGMMA_8(KIND, D, I + 48), WGMMA_8(KIND, D, I + 56)

// d = a * b, or d += a * b with `more`, for 64 rows by 128 or 256 columns and 32 bytes of k. TYPES is
// the instruction's types, TAIL what follows the predicate.
#define WGMMA_128(KIND, TYPES, TAIL, ...)                                                          \
  asm volatile("{\n.reg .pred more;\nsetp.ne.b32 more, %66, 0;\n"                                  \
               "wgmma.mma_async.sync.aligned.m64n128" TYPES " {" WGMMA_SUMS_128                    \
               "}, %64, %65, more" TAIL ";\n}"                                                     \
               : WGMMA_64(KIND, d, 0)                                                              \
               : "l"(a), "l"(b), "r"((int)more)__VA_ARGS__)
#define WGMMA_256(KIND, TYPES, TAIL, ...)                                                          \
  asm volatile("{\n.reg .pred more;\nsetp.ne.b32 more, %130, 0;\n"                                 \
               "wgmma.mma_async.sync.aligned.m64n256" TYPES " {" WGMMA_SUMS_256                    \
               "}, %128, %129, more" TAIL ";\n}"                                                   \
               : WGMMA_64(KIND, d, 0), WGMMA_64(KIND, d, 64)                                       \
               : "l"(a), "l"(b), "r"((int)more)__VA_ARGS__)

#define WGMMA_FLOAT(x) "+f"(x)
#define WGMMA_INT(x) "+r"(x)
#define WGMMA_MAJORS , "n"((int)ACROSS_A), "n"((int)ACROSS_B)

template <int N, bool ACROSS_A, bool ACROSS_B>
DEVICE void wgmmaBf16(float* d, u64 a, u64 b, bool more) {
  if constexpr (N == 128) {
    WGMMA_128(WGMMA_FLOAT, "k16.f32.bf16.bf16", ", 1, 1, %67, %68", WGMMA_MAJORS);
  } else {
    WGMMA_256(WGMMA_FLOAT, "k16.f32.bf16.bf16", ", 1, 1, %131, %132", WGMMA_MAJORS);
  }
}

template <int N, bool ACROSS_A, bool ACROSS_B>
DEVICE void wgmmaF16(float* d, u64 a, u64 b, bool more) {
  if constexpr (N == 128) {
    WGMMA_128(WGMMA_FLOAT, "k16.f32.f16.f16", ", 1, 1, %67, %68", WGMMA_MAJORS);
  } else {
    WGMMA_256(WGMMA_FLOAT, "k16.f32.f16.f16", ", 1, 1, %131, %132", WGMMA_MAJORS);
  }
}

template <int N>
DEVICE void wgmmaTf32(float* d, u64 a, u64 b, bool more) {
  if constexpr (N == 128) {
    WGMMA_128(WGMMA_FLOAT, "k8.f32.tf32.tf32", ", 1, 1", );
  } else {
    WGMMA_256(WGMMA_FLOAT, "k8.f32.tf32.tf32", ", 1, 1", );
  }
}

template <int N>
DEVICE void wgmmaS8(int* d, u64 a, u64 b, bool more) {
  if constexpr (N == 128) {
    WGMMA_128(WGMMA_INT, "k32.s32.s8.s8", "", );
  } else {
    WGMMA_256(WGMMA_INT, "k32.s32.s8.s8", "", );
  }
}
#endif

// The matrix descriptor of a tile: its address, the strides between blocks of 64 elements across and
// between eight rows, and the 128-byte swizzle.
DEVICE u64 describe(u32 address) {
  return (u64)(address >> 4 & 0x3FFF) | (u64)(ACROSS_BYTES >> 4) << 16 | (u64)(ATOM_BYTES >> 4) << 32 |
         (u64)1 << 62;
}

struct HopperBf16 {
  typedef u16 Type;
  typedef float Sum;
  template <int N, bool ACROSS_A, bool ACROSS_B>
  static DEVICE void multiply(Sum* d, u64 a, u64 b, bool more) {
    wgmmaBf16<N, ACROSS_A, ACROSS_B>(d, a, b, more);
  }
};

struct HopperF16 {
  typedef u16 Type;
  typedef float Sum;
  template <int N, bool ACROSS_A, bool ACROSS_B>
  static DEVICE void multiply(Sum* d, u64 a, u64 b, bool more) {
    wgmmaF16<N, ACROSS_A, ACROSS_B>(d, a, b, more);
  }
};

// For four- and one-byte types the units read along k only.
struct HopperTf32 {
  typedef float Type;
  typedef float Sum;
  template <int N, bool ACROSS_A, bool ACROSS_B>
  static DEVICE void multiply(Sum* d, u64 a, u64 b, bool more) {
    static_assert(!ACROSS_A && !ACROSS_B, "tf32 operands lie along k");
    wgmmaTf32<N>(d, a, b, more);
  }
};

struct HopperS8 {
  typedef signed char Type;
  typedef int Sum;
  template <int N, bool ACROSS_A, bool ACROSS_B>
  static DEVICE void multiply(Sum* d, u64 a, u64 b, bool more) {
    static_assert(!ACROSS_A && !ACROSS_B, "s8 operands lie along k");
    wgmmaS8<N>(d, a, b, more);
  }
};
