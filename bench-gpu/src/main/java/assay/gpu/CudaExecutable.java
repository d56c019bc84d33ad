package assay.gpu;

import assay.core.availability.Availability;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.Op;
import assay.core.spi.ProgramExecutable;
import assay.core.spi.ProgramParts;
import assay.core.spi.TargetException;
import assay.gpu.compile.CudaKernel;
import assay.gpu.compile.Product;
import assay.gpu.compile.ProductEngine;
import assay.gpu.compile.Step;
import assay.gpu.compile.Workspace;
import assay.gpu.driver.Context;
import assay.gpu.driver.Event;
import assay.gpu.driver.Gpu;
import assay.gpu.driver.Graph;
import assay.gpu.driver.Ledger;
import assay.gpu.driver.Scope;
import assay.gpu.driver.Staging;
import assay.gpu.driver.Stream;
import assay.gpu.engine.ProductEngines;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A program on the device: its memory, and for each set of inputs one CUDA graph with all of its
 * launches, so that selecting a set calls no driver.
 */
public final class CudaExecutable extends ProgramExecutable {
  private static final int STAGING_BYTES = 16 << 20;

  private final String engine;
  private final OptionalInt accumulatorBits;
  private final Scope scope;
  private final Context context;
  private final Stream stream;
  private final Staging staging;
  private final List<Buffers> buffersOfSets;
  private final List<List<List<Step>>> stepsOfSets = new ArrayList<>();
  private final List<Graph> graphOfSets = new ArrayList<>();
  private final List<List<Op>> parts;
  private final List<Event> marks = new ArrayList<>();
  private final Event start;
  private final Event stop;
  private Buffers buffers;
  private Graph graph;
  private List<List<Step>> steps;
  private @Nullable L2Flush cache;
  private @Nullable NextInputs next;
  private boolean running;
  private boolean executed;

  private CudaExecutable(
      Gpu gpu,
      Program program,
      Map<Op, CudaKernel> kernels,
      Precision precision,
      ProductEngines engines,
      int inputSets,
      Scope scope) {
    super(program, inputSets);
    this.scope = scope;
    context = scope.add(Context.open(gpu));
    stream = scope.add(context.stream());
    staging = scope.add(context.staging(STAGING_BYTES));
    start = scope.add(context.event());
    stop = scope.add(context.event());
    Stages stages = Stages.of(program);
    buffersOfSets = Buffers.allocate(program, stages, context, scope, inputSets);
    buffers = buffersOfSets.getFirst();
    Workspace space = new Workspace(context, scope, stream, staging, buffers::of);
    ProductEngine products = engines.open(gpu, space);
    EngineNames names = new EngineNames();
    capture(steps(stages, kernels, precision, products, space, names));
    for (Buffers others : buffersOfSets.subList(1, inputSets)) {
      // Named already, with the first set.
      EngineNames again = new EngineNames();
      capture(steps(stages, kernels, precision, products, space.on(others::of), again));
    }
    graph = graphOfSets.getFirst();
    steps = stepsOfSets.getFirst();
    parts = stages.all().stream().map(Stages.Stage::ops).toList();
    for (Tensor tensor : program.state()) {
      stream.fill(buffers.of(tensor), (byte) 0, "state " + tensor);
    }
    stream.await("the state of " + program().name());
    accumulatorBits = precision == Precision.F8E4M3 ? gpu.f8AccumulatorBits() : OptionalInt.empty();
    engine = String.format(Locale.ROOT, "%s, driver %s", names.text(), gpu.driverVersion());
  }

  private void capture(List<List<Step>> steps) {
    stepsOfSets.add(steps);
    graphOfSets.add(
        scope.add(stream.capture(() -> steps.forEach(this::enqueue), program().name())));
  }

  private void enqueue(List<Step> steps) {
    steps.forEach(step -> step.enqueue(stream));
  }

  /**
   * Allocates memory, loads kernels and records the graphs.
   *
   * @param kernels one for each operation
   * @param inputSets at least 1
   * @throws TargetException if the device rejects something; everything is closed again then
   */
  static CudaExecutable compile(
      Gpu gpu,
      Program program,
      Map<Op, CudaKernel> kernels,
      Precision precision,
      ProductEngines engines,
      int inputSets) {
    Scope scope = new Scope();
    try {
      return new CudaExecutable(gpu, program, kernels, precision, engines, inputSets, scope);
    } catch (RuntimeException e) {
      closeAfter(e, scope);
      throw e;
    }
  }

  private static void closeAfter(RuntimeException e, Scope scope) {
    try {
      scope.close();
    } catch (RuntimeException other) {
      e.addSuppressed(other);
    }
  }

  /** The steps of each stage. */
  private static List<List<Step>> steps(
      Stages stages,
      Map<Op, CudaKernel> kernels,
      Precision precision,
      ProductEngine products,
      Workspace space,
      EngineNames names) {
    List<List<Step>> all = new ArrayList<>();
    for (Stages.Stage stage : stages.all()) {
      List<Step> steps = new ArrayList<>();
      switch (stage) {
        case Stages.Stage.Fused(Product product, _) ->
            steps.addAll(names.of(product.op(), products.work(product, precision, space)));
        case Stages.Stage.Single(Op op) -> {
          switch (Objects.requireNonNull(kernels.get(op), "every operation has a kernel")) {
            case CudaKernel.ByEngine _ ->
                steps.addAll(names.of(op, products.work(Product.of(op), precision, space)));
            case CudaKernel.Named named -> steps.addAll(names.of(op, named.work().apply(space)));
            case CudaKernel.Own own -> steps.addAll(names.rest(own.steps().apply(space)));
          }
        }
      }
      all.add(steps);
    }
    return all;
  }

  /** Inputs that were uploaded during an execution belong to the set that was selected then. */
  @Override
  protected void use(int set) {
    if (next != null) {
      context.enter();
      next.takeOver(stream, buffers);
    }
    buffers = buffersOfSets.get(set);
    graph = graphOfSets.get(set);
    steps = stepsOfSets.get(set);
  }

  @Override
  public OptionalInt accumulatorBits() {
    return accumulatorBits;
  }

  /** The device does, but its libraries do not say how they were compiled ({@code -ftz}). */
  @Override
  public boolean keepsSubnormals() {
    return false;
  }

  @Override
  protected void store(HostTensor value) {
    require(!running || isInput(value.tensor()), value.tensor(), "written");
    context.enter();
    if (running) {
      Objects.requireNonNull(next, "created before the first execution").send(value);
      return;
    }
    if (next != null) {
      next.forget(value.tensor());
    }
    String purpose = "writing " + value.tensor();
    stream.upload(value.data(), buffers.of(value.tensor()), staging, purpose);
    // Otherwise the rest of the copy would count as host time of the first execution.
    stream.await(purpose);
  }

  @Override
  public void execute() {
    run(() -> {});
  }

  /** Inputs that were uploaded meanwhile are moved into place before the device time begins. */
  @Override
  public void execute(Runnable meanwhile) {
    context.enter();
    if (next == null) {
      next = new NextInputs(context, scope, staging, program().inputs());
    }
    run(meanwhile);
  }

  private void run(Runnable meanwhile) {
    context.enter();
    if (next != null) {
      next.takeOver(stream, buffers);
    }
    start.record(stream);
    graph.launch(stream, program().name());
    stop.record(stream);
    running = true;
    try {
      meanwhile.run();
    } catch (RuntimeException | Error e) {
      awaitAfter(e);
      throw e;
    } finally {
      running = false;
    }
    stop.await(program().name());
    executed = true;
  }

  @Override
  public Availability<ProgramParts> parts() {
    return new Availability.Available<>(new ProgramParts(parts, ProgramParts.Clock.DEVICE));
  }

  /** Launches every kernel by itself, with time stamps between the stages. */
  @Override
  public void execute(long[] times) {
    context.enter();
    if (next != null) {
      next.takeOver(stream, buffers);
    }
    while (marks.size() < parts.size()) {
      marks.add(scope.add(context.event()));
    }
    start.record(stream);
    for (int part = 0; part < parts.size(); part++) {
      enqueue(steps.get(part));
      marks.get(part).record(stream);
    }
    marks.getLast().await(program().name());
    times[0] = 0;
    for (int part = 0; part < parts.size(); part++) {
      times[part + 1] = Math.max(times[part], marks.get(part).nanosSince(start));
    }
  }

  private void awaitAfter(Throwable e) {
    try {
      stop.await(program().name());
    } catch (TargetException other) {
      e.addSuppressed(other);
    }
  }

  @Override
  public void flush() {
    context.enter();
    if (cache == null) {
      cache = new L2Flush(context, stream, scope);
    }
    cache.run();
  }

  @Override
  protected void load(HostTensor value) {
    Tensor tensor = value.tensor();
    if (running) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "%s of %s is being computed", tensor, program().name()));
    }
    context.enter();
    stream.download(buffers.of(tensor), value.data(), staging, "reading " + tensor);
  }

  /** Device time from the start of the graph to its end; empty before the first execution. */
  @Override
  public OptionalLong deviceNanos() {
    if (!executed) {
      return OptionalLong.empty();
    }
    context.enter();
    return OptionalLong.of(stop.nanosSince(start));
  }

  @Override
  public String engine() {
    return engine;
  }

  /** The resources that are open on the device. */
  public Ledger ledger() {
    return context.ledger();
  }

  @Override
  protected void release() {
    context.enter();
    scope.close();
  }
}
