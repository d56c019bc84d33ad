package assay.cpu;

import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.spi.Executable;
import assay.core.spi.TargetException;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A program compiled for the CPU: arrays on the heap, kernels that run one after the other. */
public final class CpuExecutable implements Executable {
  private final Program program;
  private final List<Stage> stages;
  private final Runnable[] kernels;
  private final Memory memory;
  private final Workers workers;
  private final String engine;
  private final Set<Tensor> writable;
  private final Set<Tensor> readable;
  private @Nullable CacheFlush caches;

  private CpuExecutable(
      Program program, KernelSet set, List<Stage> stages, Workers workers, String engine) {
    this.program = program;
    this.stages = stages;
    this.workers = workers;
    this.engine = engine;
    memory = Memory.allocate(program, stages);
    kernels = stages.stream().map(s -> set.kernel(s, memory, workers)).toArray(Runnable[]::new);
    readable = new HashSet<>(program.outputs());
    readable.addAll(program.state());
    writable = new HashSet<>(readable);
    writable.addAll(program.inputs());
  }

  /**
   * Plans and allocates memory, makes the kernels and starts the threads.
   *
   * @param engine for {@link #engine()}
   * @throws TargetException if memory does not suffice
   */
  public static CpuExecutable compile(Program program, KernelSet set, int threads, String engine) {
    Workers workers = new Workers(threads);
    try {
      return new CpuExecutable(program, set, set.stages(program), workers, engine);
    } catch (OutOfMemoryError e) {
      workers.close();
      throw new TargetException(
          "program %s: no heap left for the kernels' own buffers, after %d bytes of tensors: give the JVM a larger -Xmx"
              .formatted(program.name(), program.tensorBytes()),
          e);
    } catch (RuntimeException e) {
      workers.close();
      throw e;
    }
  }

  @Override
  public void write(HostTensor value) {
    check(writable, value.tensor(), "written");
    memory.write(value);
  }

  @Override
  public void execute() {
    for (Runnable kernel : kernels) {
      kernel.run();
    }
  }

  /** The stages, in the order in which they run. */
  public List<Stage> stages() {
    return stages;
  }

  /**
   * As {@link #execute()}, and adds each stage's duration in nanoseconds to {@code nanos}.
   *
   * @param nanos one per stage
   */
  public void execute(long[] nanos) {
    for (int i = 0; i < kernels.length; i++) {
      long start = System.nanoTime();
      kernels[i].run();
      nanos[i] += System.nanoTime() - start;
    }
  }

  @Override
  public void flush() {
    if (caches == null) {
      caches = CacheFlush.ofThisMachine();
    }
    caches.flush();
  }

  @Override
  public HostTensor read(Tensor tensor) {
    check(readable, tensor, "read");
    return memory.read(tensor);
  }

  private void check(Set<Tensor> allowed, Tensor tensor, String what) {
    if (!allowed.contains(tensor)) {
      throw new IllegalArgumentException(
          "program %s has no tensor %s that can be %s".formatted(program.name(), tensor, what));
    }
  }

  @Override
  public OptionalLong deviceNanos() {
    return OptionalLong.empty();
  }

  @Override
  public String engine() {
    return engine;
  }

  @Override
  public void close() {
    if (caches != null) {
      caches.close();
    }
    workers.close();
  }
}
