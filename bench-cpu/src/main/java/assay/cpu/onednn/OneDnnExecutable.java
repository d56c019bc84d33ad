package assay.cpu.onednn;

import assay.core.availability.Availability;
import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.spi.ProgramParts;
import assay.core.spi.Target;
import assay.cpu.HostExecutable;
import assay.cpu.onednn.Graph.Part;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls one primitive after the other. Each set of inputs has memory of its own. */
final class OneDnnExecutable extends HostExecutable {
  private final OneDnn library;
  private final NativeDnnl functions;
  private final int threads;
  private final Graph graph;
  private final Runnable[][] parts;
  private final Arena arena = Arena.ofShared();
  private final List<Map<Tensor, MemorySegment>> sets = new ArrayList<>();
  private @Nullable Thread bound;

  OneDnnExecutable(OneDnn library, Program program, Target.Options options) {
    super(program, options.inputSets());
    this.library = library;
    this.functions = library.functions();
    this.threads = options.threads();
    bind();
    graph = new Graph(library, program, options);
    parts =
        graph.parts().stream()
            .map(p -> p.calls().toArray(Runnable[]::new))
            .toArray(Runnable[][]::new);
    Map<Tensor, MemorySegment> first = new HashMap<>();
    program.inputs().forEach(t -> first.put(t, graph.home(t)));
    sets.add(first);
    while (sets.size() < options.inputSets()) {
      Map<Tensor, MemorySegment> another = new HashMap<>();
      program.inputs().forEach(t -> another.put(t, arena.allocate(t.bytes(), OneDnn.ALIGNMENT)));
      sets.add(another);
    }
    graph.packed().forEach(this::pack);
  }

  /** The number of threads belongs to the thread that calls. */
  private void bind() {
    Thread current = Thread.currentThread();
    if (!current.equals(bound)) {
      functions.setNumThreads(threads);
      bound = current;
    }
  }

  @Override
  protected void use(int set) {
    sets.get(set).forEach(graph::move);
  }

  @Override
  protected void store(HostTensor value) {
    graph.home(value.tensor()).copyFrom(value.data());
    pack(value.tensor());
  }

  private void pack(Tensor tensor) {
    bind();
    graph.packing(tensor).forEach(Runnable::run);
    functions.await(library.stream());
  }

  @Override
  protected void load(HostTensor value) {
    value.data().copyFrom(graph.home(value.tensor()).asSlice(0, value.data().byteSize()));
  }

  @Override
  public void execute() {
    bind();
    for (Runnable[] part : parts) {
      for (Runnable call : part) {
        call.run();
      }
    }
    functions.await(library.stream());
  }

  @Override
  public Availability<ProgramParts> parts() {
    return new Availability.Available<>(
        new ProgramParts(graph.parts().stream().map(Part::ops).toList(), ProgramParts.Clock.HOST));
  }

  @Override
  public void execute(long[] marks) {
    bind();
    marks[0] = System.nanoTime();
    for (int i = 0; i < parts.length; i++) {
      for (Runnable call : parts[i]) {
        call.run();
      }
      functions.await(library.stream());
      marks[i + 1] = System.nanoTime();
    }
  }

  @Override
  public String engine() {
    String engine =
        String.format(
            Locale.ROOT,
            "oneDNN %s, %s, %d %s",
            library.version(),
            library.isa(),
            threads,
            threads == 1 ? "thread" : "threads");
    if (!graph.implementations().isEmpty()) {
      engine += ", " + String.join(" + ", graph.implementations());
    }
    return graph.ownOps().isEmpty()
        ? engine
        : engine + "; cpu-simd for " + String.join(" + ", graph.ownOps());
  }

  @Override
  protected void release() {
    super.release();
    graph.close();
    arena.close();
  }
}
