// What sm_90a does beside its threads, for a CPU: products of tiles happen as late as they may, when
// somebody waits for them, copies into shared memory as late or, in every other block, as early as
// they may, so that a wait that is missing is seen in the result. What can be seen at once (addresses, arrivals, bytes that nobody published) ends the grid.
#pragma once
#include <cstdint>
#include <cstring>
#include <functional>

#define GRID_CONSTANT const

// Ends the grid: the launch fails.
void fault(const char* what);

// Shared memory whose size the launch says. Addresses are those of its window.
unsigned char* dynamicShared();
uint32_t sharedAddress(const void* pointer);
unsigned char* sharedAt(uint32_t address, size_t bytes);

// ---------------------------------------------------------------- barriers

void barrierInit(unsigned long long* barrier, int arrivals);
inline void barrierFence() {}
void arrive(unsigned long long* barrier);
void arriveExpecting(unsigned long long* barrier, int bytes);
void await(unsigned long long* barrier, int parity);

// ---------------------------------------------------------------- copies

// What the driver writes into a TensorMap: three dimensions, the innermost one dense.
struct HostMap {
  static const uint64_t MAGIC = 0x70616d2d79617373ull;
  uint64_t magic;
  const unsigned char* data;
  uint64_t extents[3];
  uint64_t strides[2]; // bytes, of the second and third dimension
  uint32_t box[3];
  uint32_t bytes; // of an element
  uint32_t tf32;  // whether elements are rounded to tf32
};

void fetchBox(const void* map, unsigned long long* barrier, uint32_t to, int x, int y, int z);
inline void announce(const void*) {}
void copy16(uint32_t to, const void* from, bool inside);
void endCopies();
void awaitCopiesBut(int left);
template <int LEFT>
inline void awaitCopies() {
  awaitCopiesBut(LEFT);
}
void publish();

// ---------------------------------------------------------------- registers

template <int COUNT>
inline void takeRegisters() {
  static_assert(COUNT % 8 == 0 && COUNT >= 24 && COUNT <= 256);
}
template <int COUNT>
inline void giveRegisters() {
  static_assert(COUNT % 8 == 0 && COUNT >= 24 && COUNT <= 256);
}

// ---------------------------------------------------------------- matrix units

void beginProducts();
void later(std::function<void()> product);
void endProducts();
void awaitProductsBut(int left);
template <int LEFT>
inline void awaitProducts() {
  awaitProductsBut(LEFT);
}

// Where an operand's element lies by its descriptor; k counts within the 32 bytes of an instruction.
template <class T, bool ACROSS>
inline T operandAt(uint64_t descriptor, int row, int k) {
  const uint32_t address = (uint32_t)(descriptor & 0x3FFF) << 4;
  const uint32_t leading = (uint32_t)(descriptor >> 16 & 0x3FFF) << 4;
  const uint32_t stride = (uint32_t)(descriptor >> 32 & 0x3FFF) << 4;
  const uint32_t size = sizeof(T);
  uint32_t at = ACROSS ? address + row / 64 * leading + k / 8 * stride + k % 8 * 128 + row % 64 * size
                       : address + row / 8 * stride + row % 8 * 128 + k * size;
  at ^= (at >> 7 & 7) << 4; // the 128-byte swizzle
  T value;
  memcpy(&value, sharedAt(at, size), size);
  return value;
}

// 64 rows by N columns and 32 bytes of k: each thread its own sums, of which 4j to 4j + 3 are columns
// 8j + 2t and the next of rows 16w + g and 8 below, for lane 4g + t of warp w.
template <class T, int N, bool ACROSS_A, bool ACROSS_B, class Sum, class Value>
inline void emulateWgmma(Sum* d, uint64_t a, uint64_t b, bool more, Value value) {
  if (a >> 62 != 1 || b >> 62 != 1) {
    fault("a matrix descriptor without the 128-byte swizzle");
    return;
  }
  const int K = 32 / sizeof(T);
  int warp = threadIdx.x / 32 % 4;
  int group = laneOf() / 4;
  int member = laneOf() % 4;
  later([=] {
    Sum left[2][K];
    for (int half = 0; half < 2; half++) {
      for (int k = 0; k < K; k++) {
        left[half][k] = value(operandAt<T, ACROSS_A>(a, warp * 16 + group + half * 8, k));
      }
    }
    for (int j = 0; j < N / 8; j++) {
      for (int next = 0; next < 2; next++) {
        Sum right[K];
        for (int k = 0; k < K; k++) {
          right[k] = value(operandAt<T, ACROSS_B>(b, j * 8 + member * 2 + next, k));
        }
        for (int half = 0; half < 2; half++) {
          Sum& sum = d[j * 4 + half * 2 + next];
          Sum total = more ? sum : 0;
          for (int k = 0; k < K; k++) {
            total += left[half][k] * right[k];
          }
          sum = total;
        }
      }
    }
  });
}

template <int N, bool ACROSS_A, bool ACROSS_B>
inline void wgmmaBf16(float* d, uint64_t a, uint64_t b, bool more) {
  emulateWgmma<uint16_t, N, ACROSS_A, ACROSS_B>(
      d, a, b, more, [](uint16_t x) { return __uint_as_float((uint32_t)x << 16); });
}
template <int N, bool ACROSS_A, bool ACROSS_B>
inline void wgmmaF16(float* d, uint64_t a, uint64_t b, bool more) {
  emulateWgmma<uint16_t, N, ACROSS_A, ACROSS_B>(d, a, b, more,
                                                [](uint16_t x) { return f16ToFloat(x); });
}
// The unit cuts off what tf32 does not hold; the copy engine has rounded before.
template <int N>
inline void wgmmaTf32(float* d, uint64_t a, uint64_t b, bool more) {
  emulateWgmma<uint32_t, N, false, false>(
      d, a, b, more, [](uint32_t x) { return __uint_as_float(x & ~0x1FFFu); });
}
template <int N>
inline void wgmmaS8(int* d, uint64_t a, uint64_t b, bool more) {
  emulateWgmma<int8_t, N, false, false>(d, a, b, more, [](int8_t x) { return (int)x; });
}
