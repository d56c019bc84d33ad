// Test bench of systolic_gemm: multiplies two int8 matrices tile by tile on the simulated array and counts
// cycles. It checks no values; the caller compares the result with an oracle.
//
// Arguments: m n k OPERANDS RESULT [SEED ONE_IN_A ONE_IN_B ONE_IN_C]
//   OPERANDS  file of m·k signed bytes of A, then k·n of B, row by row
//   RESULT    file for m·n 32-bit sums of C, row by row, in the byte order of this machine
//   ONE_IN_x  stream x pauses at random in one cycle out of this many, 2 to 1000; 0 (the default): never
// Standard output: lines of the form name=value. The simulation stops when standard input is closed, so
// that it does not outlive its parent.

#include <poll.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "Vsystolic_gemm.h"
#include "verilated.h"

namespace {

constexpr int kRows = ARRAY_ROWS;
constexpr int kCols = ARRAY_COLS;
constexpr int kOperandBits = 8;
constexpr int kWordBits = 32;
// If no beat moves for this many cycles the array has locked up; pauses are never that long.
constexpr uint64_t kLockedUp = 100000;
constexpr uint64_t kBetweenLooks = 1 << 16;

// A port is an integer up to 64 bits and an array of 32-bit words beyond.
template <typename Port>
void put_operand(Port& port, int index, int8_t value) {
  const uint8_t bits = static_cast<uint8_t>(value);
  if constexpr (std::is_integral<Port>::value) {
    const int shift = index * kOperandBits;
    const Port mask = static_cast<Port>(static_cast<uint64_t>(0xFF) << shift);
    port = static_cast<Port>((port & ~mask) | (static_cast<uint64_t>(bits) << shift));
  } else {
    const int shift = index * kOperandBits % kWordBits;
    auto& word = port[index * kOperandBits / kWordBits];
    word = (word & ~(0xFFu << shift)) | (static_cast<uint32_t>(bits) << shift);
  }
}

template <typename Port>
int32_t sum_at(const Port& port, int index) {
  if constexpr (std::is_integral<Port>::value) {
    return static_cast<int32_t>(static_cast<uint32_t>(static_cast<uint64_t>(port) >> (index * kWordBits)));
  } else {
    return static_cast<int32_t>(port[index]);
  }
}

struct Extents {
  long m, n, k;
  long tile_rows() const { return (m + kRows - 1) / kRows; }
  long tile_cols() const { return (n + kCols - 1) / kCols; }
  uint64_t tiles() const { return static_cast<uint64_t>(tile_rows()) * static_cast<uint64_t>(tile_cols()); }
};

// Position of a stream of operands: the tile, and the beat among its k.
struct Position {
  uint64_t tile = 0;
  long beat = 0;
  void advance(long k) {
    if (++beat == k) {
      beat = 0;
      ++tile;
    }
  }
};

class Pauses {
 public:
  Pauses(uint64_t seed, unsigned one_in) : random_(seed), one_in_(one_in) {}
  bool now() { return one_in_ != 0 && random_() % one_in_ == 0; }

 private:
  std::mt19937_64 random_;
  unsigned one_in_;
};

struct Settings {
  uint64_t seed = 0;
  unsigned one_in_a = 0, one_in_b = 0, one_in_c = 0;
};

struct Counts {
  uint64_t cycles = 0;         // from the first cycle after reset to the last beat of C
  uint64_t operand_beats = 0;  // cycles in which A and B moved
  uint64_t result_beats = 0;   // cycles in which C moved
};

class Bench {
 public:
  Bench(Extents extents, const std::vector<int8_t>& operands, Settings settings)
      : extents_(extents),
        a_(operands.data()),
        b_(operands.data() + extents.m * extents.k),
        c_(static_cast<size_t>(extents.m * extents.n)),
        pause_a_(settings.seed * 3 + 0, settings.one_in_a),
        pause_b_(settings.seed * 3 + 1, settings.one_in_b),
        pause_c_(settings.seed * 3 + 2, settings.one_in_c) {}

  Counts run() {
    reset();
    Counts counts;
    uint64_t moved_at = 0;
    const uint64_t results = extents_.tiles() * kRows;
    while (counts.result_beats < results) {
      offer();
      top_.eval();
      const bool operands = top_.a_valid && top_.a_ready;
      if (operands != (top_.b_valid && top_.b_ready)) {
        throw std::runtime_error("A and B did not move together");
      }
      const bool result = top_.c_valid && top_.c_ready;
      if (result) {
        take_row(counts.result_beats);
      }
      edge();
      ++counts.cycles;
      counts.operand_beats += operands;
      counts.result_beats += result;
      if (operands) {
        a_at_.advance(extents_.k);
        b_at_.advance(extents_.k);
        offered_a_ = offered_b_ = false;
      }
      if (operands || result) {
        moved_at = counts.cycles;
      }
      watch(counts.cycles, moved_at);
    }
    if (top_.frame_error) {
      throw std::runtime_error("A and B disagreed on the end of a tile");
    }
    return counts;
  }

  const std::vector<int32_t>& result() const { return c_; }

 private:
  void edge() {
    top_.clk = 1;
    top_.eval();
    top_.clk = 0;
    top_.eval();
  }

  void reset() {
    top_.clk = 0;
    top_.rst = 1;
    for (int i = 0; i < 4; ++i) {
      edge();
    }
    top_.rst = 0;
  }

  // An offered beat stays until it is taken, as the protocol requires.
  void offer() {
    if (!offered_a_) {
      offered_a_ = a_at_.tile < extents_.tiles() && !pause_a_.now();
      if (offered_a_) {
        put_a();
      }
    }
    if (!offered_b_) {
      offered_b_ = b_at_.tile < extents_.tiles() && !pause_b_.now();
      if (offered_b_) {
        put_b();
      }
    }
    top_.a_valid = offered_a_;
    top_.b_valid = offered_b_;
    top_.c_ready = !pause_c_.now();
  }

  long first_row(uint64_t tile) const { return static_cast<long>(tile / extents_.tile_cols()) * kRows; }
  long first_col(uint64_t tile) const { return static_cast<long>(tile % extents_.tile_cols()) * kCols; }

  void put_a() {
    const long from = first_row(a_at_.tile);
    for (int i = 0; i < kRows; ++i) {
      const long row = from + i;
      put_operand(top_.a_data, i, row < extents_.m ? a_[row * extents_.k + a_at_.beat] : int8_t{0});
    }
    top_.a_last = a_at_.beat == extents_.k - 1;
  }

  void put_b() {
    const long from = first_col(b_at_.tile);
    for (int j = 0; j < kCols; ++j) {
      const long col = from + j;
      put_operand(top_.b_data, j, col < extents_.n ? b_[b_at_.beat * extents_.n + col] : int8_t{0});
    }
    top_.b_last = b_at_.beat == extents_.k - 1;
  }

  void take_row(uint64_t beat) {
    const uint64_t tile = beat / kRows;
    const long in_tile = static_cast<long>(beat % kRows);
    if (top_.c_last != (in_tile == kRows - 1)) {
      throw std::runtime_error("C ends its tile after row " + std::to_string(in_tile));
    }
    const long row = first_row(tile) + in_tile;
    for (int j = 0; j < kCols; ++j) {
      const long col = first_col(tile) + j;
      const int32_t sum = sum_at(top_.c_data, j);
      if (row < extents_.m && col < extents_.n) {
        c_[static_cast<size_t>(row * extents_.n + col)] = sum;
      } else if (sum != 0) {
        throw std::runtime_error("padding gave a sum other than 0");
      }
    }
  }

  static void watch(uint64_t cycle, uint64_t moved_at) {
    if (cycle - moved_at > kLockedUp) {
      throw std::runtime_error("no beat moved for " + std::to_string(kLockedUp) + " cycles");
    }
    if (cycle % kBetweenLooks == 0) {
      pollfd input{0, POLLIN, 0};
      if (poll(&input, 1, 0) == 1 && (input.revents & (POLLHUP | POLLERR | POLLNVAL))) {
        throw std::runtime_error("standard input was closed");
      }
    }
  }

  Extents extents_;
  const int8_t* a_;
  const int8_t* b_;
  std::vector<int32_t> c_;
  Pauses pause_a_, pause_b_, pause_c_;
  Position a_at_, b_at_;
  bool offered_a_ = false, offered_b_ = false;
  Vsystolic_gemm top_;
};

template <typename T>
void transfer(const char* path, const char* mode, std::vector<T>& values) {
  std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path, mode), std::fclose);
  const bool reading = mode[0] == 'r';
  const size_t done = !file     ? 0
                      : reading ? std::fread(values.data(), sizeof(T), values.size(), file.get())
                                : std::fwrite(values.data(), sizeof(T), values.size(), file.get());
  if (!file || done != values.size() || std::fflush(reading ? nullptr : file.get()) != 0) {
    throw std::runtime_error(std::string(reading ? "cannot read all of " : "cannot write ") + path);
  }
}

long positive(const char* text) {
  char* end = nullptr;
  const long value = std::strtol(text, &end, 10);
  if (*end != '\0' || value < 1) {
    throw std::runtime_error(std::string("not a positive number: ") + text);
  }
  return value;
}

// 1 would mean a stream that never moves.
unsigned pauses(const char* text) {
  char* end = nullptr;
  const unsigned long value = std::strtoul(text, &end, 10);
  if (*end != '\0' || value == 1 || value > 1000) {
    throw std::runtime_error(std::string("pauses are 0 or 2 to 1000, not ") + text);
  }
  return static_cast<unsigned>(value);
}

void multiply(int argc, char** argv) {
  const Extents extents{positive(argv[1]), positive(argv[2]), positive(argv[3])};
  Settings settings;
  if (argc == 10) {
    settings.seed = std::strtoull(argv[6], nullptr, 10);
    settings.one_in_a = pauses(argv[7]);
    settings.one_in_b = pauses(argv[8]);
    settings.one_in_c = pauses(argv[9]);
  }
  std::vector<int8_t> operands(static_cast<size_t>((extents.m + extents.n) * extents.k));
  transfer(argv[4], "rb", operands);
  Bench bench(extents, operands, settings);
  const Counts counts = bench.run();
  std::vector<int32_t> result = bench.result();
  transfer(argv[5], "wb", result);
  std::printf("rows=%d\ncols=%d\n", kRows, kCols);
  std::printf("cycles=%llu\n", static_cast<unsigned long long>(counts.cycles));
  std::printf("operand_beats=%llu\n", static_cast<unsigned long long>(counts.operand_beats));
  std::printf("result_beats=%llu\n", static_cast<unsigned long long>(counts.result_beats));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6 && argc != 10) {
    std::fprintf(stderr, "usage: %s m n k OPERANDS RESULT [SEED ONE_IN_A ONE_IN_B ONE_IN_C]\n", argv[0]);
    return 2;
  }
  try {
    multiply(argc, argv);
    return 0;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 1;
  }
}
