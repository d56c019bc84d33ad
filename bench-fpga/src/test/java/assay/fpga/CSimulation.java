package assay.fpga;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The kernels as C++ functions of this process: the form that AMD's compiler takes, as far as a C++
 * compiler without its tools can tell.
 */
final class CSimulation implements Accelerator {
  private final SymbolLookup kernels;
  private final Arena arena = Arena.ofShared();
  private boolean closed;

  CSimulation(SymbolLookup kernels) {
    this.kernels = kernels;
  }

  private record Memory(MemorySegment bytes) implements Region {
    @Override
    public void write(MemorySegment values) {
      bytes.copyFrom(values);
    }

    @Override
    public void read(MemorySegment values) {
      values.copyFrom(bytes.asSlice(0, values.byteSize()));
    }

    @Override
    public void clear() {
      bytes.fill((byte) 0);
    }
  }

  /** A function with its arguments. */
  private static final class Function implements Launch {
    private final MethodHandle function;
    private final List<Object> arguments;

    Function(MethodHandle function, List<Object> arguments) {
      this.function = function;
      this.arguments = arguments;
    }

    @Override
    public void set(int index, float value) {
      arguments.set(index, value);
    }

    @Override
    public void enqueue() {
      try {
        function.invokeWithArguments(arguments);
      } catch (Throwable t) {
        throw new IllegalStateException("a simulated kernel failed", t);
      }
    }
  }

  @Override
  public Region allocate(long bytes, int place) {
    MemorySegment memory = arena.allocate(bytes, 64);
    // Whatever a kernel reads before it is written must not look like zeros.
    memory.asSlice(0, bytes / JAVA_BYTE.byteSize()).fill((byte) 0xFF);
    return new Memory(memory);
  }

  @Override
  @SuppressWarnings("restricted") // Calling compiled code is the point.
  public Launch prepare(Kernel kernel, List<Argument> arguments) {
    List<MemoryLayout> layouts = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (Argument argument : arguments) {
      switch (argument) {
        case Argument.Memory memory -> {
          layouts.add(ADDRESS);
          values.add(((Memory) memory.region()).bytes);
        }
        case Argument.Extent extent -> {
          layouts.add(JAVA_INT);
          values.add(extent.value());
        }
        case Argument.Count count -> {
          layouts.add(JAVA_LONG);
          values.add(count.value());
        }
        case Argument.Real real -> {
          layouts.add(JAVA_FLOAT);
          values.add(real.value());
        }
      }
    }
    FunctionDescriptor signature = FunctionDescriptor.ofVoid(layouts.toArray(MemoryLayout[]::new));
    MemorySegment address = kernels.findOrThrow(kernel.symbol());
    return new Function(Linker.nativeLinker().downcallHandle(address, signature), values);
  }

  @Override
  public void copy(Region from, Region to, long bytes) {
    ((Memory) to).bytes.asSlice(0, bytes).copyFrom(((Memory) from).bytes.asSlice(0, bytes));
  }

  @Override
  public void finish() {}

  @Override
  public OptionalLong deviceNanos() {
    return OptionalLong.empty();
  }

  @Override
  public boolean keepsSubnormals() {
    return true;
  }

  @Override
  public String engine() {
    return "C simulation";
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      arena.close();
    }
  }
}
