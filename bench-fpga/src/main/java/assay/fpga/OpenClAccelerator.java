package assay.fpga;

import assay.fpga.bitstream.Utilization;
import assay.fpga.discovery.ExecutionClass;
import assay.fpga.opencl.ClBuffer;
import assay.fpga.opencl.ClKernel;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** An OpenCL device with the kernels' image loaded. */
final class OpenClAccelerator implements Accelerator {
  /** Position of the memory bank's number in the buffer flags of Intel's runtime. */
  private static final int BANK_SHIFT = 16;

  private final LoadedImage image;
  private final Runnable release;
  private final List<ClBuffer> buffers = new ArrayList<>();
  private final List<ClKernel> kernels = new ArrayList<>();

  /** The kernels of the last execution, or of the one that is being enqueued. */
  private final List<ClKernel> executed = new ArrayList<>();

  private boolean finished;
  private boolean closed;

  /**
   * @param release called once on close; the image may have other users
   */
  OpenClAccelerator(LoadedImage image, Runnable release) {
    this.image = image;
    this.release = release;
  }

  private record Memory(ClBuffer buffer) implements Region {
    @Override
    public void write(MemorySegment values) {
      buffer.write(values);
    }

    @Override
    public void read(MemorySegment values) {
      buffer.read(values);
    }

    @Override
    public void clear() {
      buffer.clear();
    }
  }

  private final class Prepared implements Launch {
    private final ClKernel kernel;

    Prepared(ClKernel kernel) {
      this.kernel = kernel;
    }

    @Override
    public void set(int index, float value) {
      kernel.set(index, value);
    }

    @Override
    public void enqueue() {
      if (finished) {
        executed.clear();
        finished = false;
      }
      executed.add(kernel);
      kernel.enqueue();
    }
  }

  @Override
  public boolean keepsSubnormals() {
    return image.keepsSubnormals();
  }

  @Override
  public Region allocate(long bytes, int place) {
    List<Integer> banks = image.banks();
    long flags = banks.isEmpty() ? 0 : (long) banks.get(place % banks.size()) << BANK_SHIFT;
    ClBuffer buffer = image.context().buffer(bytes, flags);
    buffers.add(buffer);
    return new Memory(buffer);
  }

  @Override
  public Launch prepare(Kernel kernel, List<Argument> arguments) {
    ClKernel prepared = image.program().kernel(kernel.symbol());
    kernels.add(prepared);
    for (int i = 0; i < arguments.size(); i++) {
      switch (arguments.get(i)) {
        case Argument.Memory memory -> prepared.set(i, buffer(memory.region()));
        case Argument.Extent extent -> prepared.set(i, extent.value());
        case Argument.Count count -> prepared.set(i, count.value());
        case Argument.Real real -> prepared.set(i, real.value());
      }
    }
    return new Prepared(prepared);
  }

  private static ClBuffer buffer(Region region) {
    if (region instanceof Memory memory) {
      return memory.buffer;
    }
    throw new IllegalArgumentException(region + " belongs to another accelerator");
  }

  @Override
  public void copy(Region from, Region to, long bytes) {
    buffer(to).copyFrom(buffer(from), bytes);
  }

  @Override
  public void finish() {
    image.context().finish();
    finished = true;
  }

  @Override
  public OptionalLong deviceNanos() {
    if (image.executes() != ExecutionClass.FPGA_HARDWARE) {
      return OptionalLong.empty();
    }
    List<Utilization.Busy> runs =
        executed.stream()
            .map(ClKernel::lastRun)
            .flatMap(Optional::stream)
            .map(span -> new Utilization.Busy(span.start(), span.end()))
            .toList();
    return runs.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Utilization.busyNanos(runs));
  }

  @Override
  public String engine() {
    return image.engine();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      kernels.forEach(ClKernel::close);
      buffers.forEach(ClBuffer::close);
      release.run();
    }
  }
}
