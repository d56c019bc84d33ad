package assay.cpu.onednn;

import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.cpu.simd.SimdTarget;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A part of a program by cpu-simd, which has memory of its own: values are copied to and fro. */
final class OwnKernel implements Runnable, AutoCloseable {
  /** What moves fewer bytes is done before another thread is awake. */
  private static final long LARGE = 1 << 20;

  private final Program part;
  private final Function<Tensor, MemorySegment> home;
  private final Executable executable;
  private final List<Tensor> read = new ArrayList<>();
  private final List<Tensor> written = new ArrayList<>();

  /**
   * Compiles it.
   *
   * @param home where values lie in the program's order
   */
  OwnKernel(Program part, int threads, Function<Tensor, MemorySegment> home) {
    this.part = part;
    this.home = home;
    executable =
        new SimdTarget()
            .compile(part, Precision.F32, new Target.Options(part.bytes() < LARGE ? 1 : threads));
    read.addAll(part.inputs());
    read.addAll(part.state());
    written.addAll(part.outputs());
    part.ops().forEach(op -> written.addAll(op.updates()));
  }

  String name() {
    return part.name();
  }

  @Override
  public void run() {
    read.forEach(t -> executable.write(new HostTensor(t, home.apply(t).asSlice(0, t.bytes()))));
    executable.execute();
    written.forEach(t -> home.apply(t).copyFrom(executable.read(t).data()));
  }

  @Override
  public void close() {
    executable.close();
  }
}
