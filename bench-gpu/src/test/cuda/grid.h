// Runs kernels on the CPU, and knows them by name.
#pragma once
#include <cstddef>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

struct Shape3 {
  unsigned x, y, z;
};

// A kernel that takes its arguments as the driver gets them: one pointer each.
struct HostKernel {
  std::vector<size_t> sizes; // of the arguments, in bytes
  std::function<std::function<void()>(void**)> bind;
};

std::map<std::string, HostKernel>& hostKernels();

// What was wrong, for example that the threads wait for each other for ever; null if nothing was.
const char* runGrid(Shape3 grid, Shape3 block, size_t shared, const std::function<void()>& thread);

// Of arguments, wherever they lie.
template <class T>
T argument(const void* from) {
  T value;
  memcpy((void*)&value, from, sizeof(T));
  return value;
}

template <class... A>
HostKernel hostKernel(void (*function)(A...)) {
  HostKernel kernel;
  kernel.sizes = {sizeof(A)...};
  kernel.bind = [function](void** arguments) {
    return [=, values = [&]<size_t... I>(std::index_sequence<I...>) {
      return std::tuple<A...>(argument<A>(arguments[I])...);
    }(std::index_sequence_for<A...>())] { std::apply(function, values); };
  };
  return kernel;
}
