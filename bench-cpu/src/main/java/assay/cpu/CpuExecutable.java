package assay.cpu;

import assay.core.availability.Availability;
import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.op.Op;
import assay.core.spi.ProgramParts;
import assay.core.spi.TargetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A program compiled for the CPU: arrays on the heap, kernels that run one after the other. Each
 * set of inputs has its own kernels, so that selecting one sets two fields.
 */
public final class CpuExecutable extends HostExecutable {
  private final List<Stage> stages;
  private final Runnable[][] kernelsOfSets;
  private final List<Memory> memoryOfSets;
  private final Workers workers;
  private final String engine;
  private Runnable[] kernels;
  private Memory memory;

  private CpuExecutable(
      Program program,
      List<Stage> stages,
      Map<Op, CpuKernel> makers,
      Workers workers,
      String engine,
      int inputSets) {
    super(program, inputSets);
    this.stages = stages;
    this.workers = workers;
    this.engine = engine;
    memoryOfSets = Memory.allocate(program, stages, inputSets);
    kernelsOfSets =
        memoryOfSets.stream()
            .map(of ->
                stages.stream()
                    .map(s -> maker(s, makers).make(s, of, workers))
                    .toArray(Runnable[]::new))
            .toArray(Runnable[][]::new);
    memory = memoryOfSets.getFirst();
    kernels = kernelsOfSets[0];
  }

  private static CpuKernel maker(Stage stage, Map<Op, CpuKernel> makers) {
    return Objects.requireNonNull(makers.get(stage.ops().getFirst()), "no kernel for a stage");
  }

  /**
   * Plans and allocates memory, makes the kernels and starts the threads.
   *
   * @param makers of the first operation of each stage
   * @param engine for {@link #engine()}
   * @param inputSets at least 1
   * @throws TargetException if memory does not suffice
   */
  public static CpuExecutable compile(
      Program program,
      List<Stage> stages,
      Map<Op, CpuKernel> makers,
      int threads,
      String engine,
      int inputSets) {
    Workers workers = new Workers(threads);
    try {
      return new CpuExecutable(program, stages, makers, workers, engine, inputSets);
    } catch (OutOfMemoryError e) {
      workers.close();
      throw new TargetException(
          String.format(
              Locale.ROOT,
              "program %s: its %d bytes of tensors leave too little heap for the kernels' buffers:"
                  + " give the JVM a larger -Xmx",
              program.name(),
              program.tensorBytes()),
          e);
    } catch (RuntimeException e) {
      workers.close();
      throw e;
    }
  }

  @Override
  protected void use(int set) {
    memory = memoryOfSets.get(set);
    kernels = kernelsOfSets[set];
  }

  @Override
  protected void store(HostTensor value) {
    memory.write(value);
  }

  @Override
  protected void load(HostTensor value) {
    memory.read(value);
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

  @Override
  public Availability<ProgramParts> parts() {
    return new Availability.Available<>(
        new ProgramParts(stages.stream().map(Stage::ops).toList(), ProgramParts.Clock.HOST));
  }

  @Override
  public void execute(long[] marks) {
    marks[0] = System.nanoTime();
    for (int i = 0; i < kernels.length; i++) {
      kernels[i].run();
      marks[i + 1] = System.nanoTime();
    }
  }

  @Override
  public String engine() {
    return engine;
  }

  @Override
  protected void release() {
    super.release();
    workers.close();
  }
}
