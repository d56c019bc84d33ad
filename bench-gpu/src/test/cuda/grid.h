// Runs kernels on the CPU, and knows them by name.
#pragma once
#include <cstddef>
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

// False if the threads wait for each other for ever.
bool runGrid(Shape3 grid, Shape3 block, const std::function<void()>& thread);

template <class... A>
HostKernel hostKernel(void (*function)(A...)) {
  HostKernel kernel;
  kernel.sizes = {sizeof(A)...};
  kernel.bind = [function](void** arguments) {
    return [=, values = [&]<size_t... I>(std::index_sequence<I...>) {
      return std::tuple<A...>(*(A*)arguments[I]...);
    }(std::index_sequence_for<A...>())] { std::apply(function, values); };
  };
  return kernel;
}
