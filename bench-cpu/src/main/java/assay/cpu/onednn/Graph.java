package assay.cpu.onednn;

import assay.core.program.DataType;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.Add;
import assay.core.program.op.BiasAdd;
import assay.core.program.op.BiasGrad;
import assay.core.program.op.Cast;
import assay.core.program.op.Conv2d;
import assay.core.program.op.Conv2dBackwardFilter;
import assay.core.program.op.Conv2dBackwardInput;
import assay.core.program.op.Convolution2d;
import assay.core.program.op.MatMul;
import assay.core.program.op.MaxPool2d;
import assay.core.program.op.MaxPool2dGrad;
import assay.core.program.op.Op;
import assay.core.program.op.Relu;
import assay.core.program.op.ReluGrad;
import assay.core.program.op.Reshape;
import assay.core.spi.Target;
import assay.cpu.onednn.Layouts.Dims;
import assay.cpu.onednn.Values.Stored;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A program as oneDNN's primitives with their memory. Primitives choose how their operands lie in
 * memory; where that is not how they lie already, a reorder is executed before them, as part of the
 * operation that wants it. Only state, which no operation here updates, is reordered when it is
 * written.
 */
final class Graph implements AutoCloseable {
  // dnnl_prop_kind_t, dnnl_alg_kind_t and DNNL_ARG_*
  private static final int TRAINING = 64;
  private static final int INFERENCE = 96;
  private static final int DIRECT = 1;
  private static final int RELU = 0x20;
  private static final int LINEAR = 0x26;
  private static final int MAX_POOLING = 0x1ff;
  private static final int ADD = 0x1fff0;
  private static final int SUM = 0x2fff4;
  private static final int RELU_OF_RESULT = 0x100;
  private static final int STRICT = 0;
  private static final int SOURCE = 1;
  private static final int SECOND_SOURCE = 2;
  private static final int DESTINATION = 17;
  private static final int WEIGHTS = 33;
  private static final int BIAS = 41;
  private static final int WORKSPACE = 64;
  private static final int SOURCE_GRADIENT = 129;
  private static final int DESTINATION_GRADIENT = 145;
  private static final int WEIGHTS_GRADIENT = 161;

  /** {@code dnnl_query_exec_arg_md}. */
  private static final int ARGUMENT_LAYOUT = 255;

  /** Size of {@code dnnl_exec_arg_t}: an {@code int} and, after padding, a pointer. */
  private static final int ARGUMENT_BYTES = 16;

  private final OneDnn library;
  private final NativeDnnl functions;
  private final Program program;
  private final Target.Options options;
  private final Layouts layouts;
  private final Arena arena = Arena.ofShared();
  private final Map<Tensor, Values> values = new HashMap<>();
  private final Map<Tensor, MemorySegment> home = new HashMap<>();
  private final Map<Tensor, List<Long>> atHome = new HashMap<>();
  private final Map<Tensor, Pooled> pooled = new HashMap<>();
  private final Set<Tensor> updated = new HashSet<>();
  private final List<OwnKernel> ownKernels = new ArrayList<>();
  private final Map<Tensor, List<Runnable>> packing = new HashMap<>();
  private final List<Part> parts = new ArrayList<>();
  private final List<Long> memories = new ArrayList<>();
  private final List<Long> primitives = new ArrayList<>();
  private final SortedSet<String> implementations = new TreeSet<>();
  private List<Runnable> current = new ArrayList<>();

  /** Operations that are one primitive or kernel, with the reorders that it needs. */
  record Part(List<Op> ops, List<Runnable> calls) {}

  /** Layouts of a pooling, and the places of its largest elements. */
  private record Pooled(long source, long destination, Stored places) {}

  /**
   * Builds all primitives.
   *
   * @throws OneDnn.Failure if there is no implementation of an operation, or memory does not
   *     suffice
   */
  Graph(OneDnn library, Program program, Target.Options options) {
    this.library = library;
    this.options = options;
    this.functions = library.functions();
    this.program = program;
    this.layouts = new Layouts(functions);
    program.ops().forEach(op -> updated.addAll(op.updates()));
    try {
      List<Tensor> own = new ArrayList<>(program.inputs());
      own.addAll(program.state());
      for (Tensor tensor : own) {
        values.put(tensor, new Values());
        plainly(tensor, layouts.plain(tensor));
      }
      build();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void build() {
    List<Op> ops = program.ops();
    for (int i = 0; i < ops.size(); ) {
      List<Op> fused = fused(ops, i);
      current = new ArrayList<>();
      add(fused);
      for (Tensor result : fused.getLast().outputs()) {
        if (program.outputs().contains(result)) {
          source(result, layouts.plain(result));
        }
      }
      parts.add(new Part(fused, List.copyOf(current)));
      i += fused.size();
    }
  }

  /** A product or convolution with the bias and the ReLU that nothing else sees. */
  private List<Op> fused(List<Op> ops, int first) {
    List<Op> fused = new ArrayList<>(List.of(ops.get(first)));
    boolean takes =
        ops.get(first) instanceof Conv2d
            || (ops.get(first) instanceof MatMul product && product.c().isEmpty());
    if (takes && next(ops, first, fused) instanceof BiasAdd bias) {
      fused.add(bias);
    }
    if (takes && next(ops, first, fused) instanceof Relu relu) {
      fused.add(relu);
    }
    return fused;
  }

  /** The operation after these if it alone uses their result; else null. */
  private @Nullable Op next(List<Op> ops, int first, List<Op> fused) {
    Tensor result = fused.getLast().outputs().getFirst();
    int next = first + fused.size();
    boolean alone =
        next < ops.size()
            && ops.get(next).inputs().getFirst().equals(result)
            && !program.outputs().contains(result)
            && ops.stream().filter(op -> op.inputs().contains(result)).count() == 1;
    return alone ? ops.get(next) : null;
  }

  private void add(List<Op> ops) {
    switch (ops.getFirst()) {
      case MatMul product -> add(product, ops);
      case Conv2d convolution -> add(convolution, ops);
      case Conv2dBackwardInput gradient -> add(gradient);
      case Conv2dBackwardFilter gradient -> add(gradient);
      case BiasAdd bias -> add(bias);
      case Relu relu -> add(relu);
      case Add sum -> add(sum);
      case MaxPool2d pooling -> add(pooling);
      case Reshape reshape -> add(reshape);
      case Cast cast -> copy(cast.x(), cast.out());
      case ReluGrad gradient -> add(gradient);
      case BiasGrad gradient -> add(gradient);
      case MaxPool2dGrad gradient -> add(gradient);
      default -> own(ops.getFirst());
    }
  }

  private void add(MatMul product, List<Op> ops) {
    Tensor a = product.a();
    Tensor b = product.b();
    Tensor out = ops.getLast().outputs().getFirst();
    Dims left = product.transposeA() ? Dims.of(a).transposed() : Dims.of(a);
    Dims right = product.transposeB() ? Dims.of(b).transposed() : Dims.of(b);
    long source = layouts.of(a.type(), left);
    boolean packed = isConstant(b);
    long weights = packed ? layouts.any(b.type(), right) : layouts.of(b.type(), right);
    long destination = layouts.plain(out);
    Tensor bias = bias(ops);
    long biasLayout =
        bias == null ? 0 : layouts.of(bias.type(), Dims.channels(bias, out.shape().rank()));
    try (Attributes attributes = new Attributes(functions)) {
      if (product.alpha() != 1) {
        attributes.eltwise(LINEAR, (float) product.alpha());
      }
      product.c().ifPresent(c -> attributes.sum((float) product.beta(), c.type()));
      if (ops.getLast() instanceof Relu) {
        attributes.eltwise(RELU, 0);
      }
      try (Described described =
          describe(made ->
              functions.describeMatMul(
                  made,
                  library.engine(),
                  source,
                  weights,
                  biasLayout,
                  destination,
                  attributes.handle()))) {
        refuseReference(described);
        product.c().ifPresent(c -> copy(c, out));
        described.read(SOURCE, a, source);
        described.read(WEIGHTS, b, layouts.of(b.type(), right));
        if (bias != null) {
          described.read(BIAS, bias, biasLayout);
        }
        described.write(DESTINATION, out);
        described.call();
      }
    }
  }

  private static @Nullable Tensor bias(List<Op> ops) {
    return ops.size() > 1 && ops.get(1) instanceof BiasAdd add ? add.bias() : null;
  }

  private void copy(Tensor from, Tensor to) {
    Stored there = plainly(to, layouts.plain(to));
    reorder(source(from, layouts.plain(from)), there, current);
  }

  private void add(Conv2d convolution, List<Op> ops) {
    Tensor bias = bias(ops);
    long biasLayout = bias == null ? 0 : layouts.of(bias.type(), Dims.of(bias));
    try (Attributes attributes = new Attributes(functions)) {
      if (ops.getLast() instanceof Relu) {
        attributes.eltwise(RELU, 0);
      }
      try (Described described = forward(convolution, INFERENCE, biasLayout, attributes)) {
        refuseReference(described);
        described.read(SOURCE, convolution.x());
        described.read(WEIGHTS, convolution.w());
        if (bias != null) {
          described.read(BIAS, bias, biasLayout);
        }
        described.write(DESTINATION, ops.getLast().outputs().getFirst());
        described.call();
      }
    }
  }

  private Described forward(
      Convolution2d convolution, int propagation, long bias, Attributes attributes) {
    try (Window window = new Window(convolution.window())) {
      return describe(made ->
          functions.describeConvolution(
              made,
              library.engine(),
              propagation,
              DIRECT,
              any(convolution.image()),
              any(convolution.filters()),
              bias,
              any(convolution.features()),
              window.strides(),
              window.dilations(),
              window.paddingBefore(),
              window.paddingAfter(convolution.image(), convolution.features()),
              attributes.handle()));
    }
  }

  private long any(Tensor tensor) {
    return layouts.any(tensor.type(), Dims.of(tensor));
  }

  private void add(Conv2dBackwardInput gradient) {
    try (Attributes attributes = new Attributes(functions);
        Window window = new Window(gradient.window());
        Described forward = forward(gradient, TRAINING, 0, attributes);
        Described described =
            describe(made ->
                functions.describeConvolutionBackwardData(
                    made,
                    library.engine(),
                    DIRECT,
                    any(gradient.dx()),
                    any(gradient.w()),
                    any(gradient.dy()),
                    window.strides(),
                    window.dilations(),
                    window.paddingBefore(),
                    window.paddingAfter(gradient.dx(), gradient.dy()),
                    forward.handle(),
                    attributes.handle()))) {
      refuseReference(described);
      described.read(DESTINATION_GRADIENT, gradient.dy());
      described.read(WEIGHTS, gradient.w());
      described.write(SOURCE_GRADIENT, gradient.dx());
      described.call();
    }
  }

  private void add(Conv2dBackwardFilter gradient) {
    try (Attributes attributes = new Attributes(functions);
        Window window = new Window(gradient.window());
        Described forward = forward(gradient, TRAINING, 0, attributes);
        Described described =
            describe(made ->
                functions.describeConvolutionBackwardWeights(
                    made,
                    library.engine(),
                    DIRECT,
                    any(gradient.x()),
                    any(gradient.dw()),
                    0,
                    any(gradient.dy()),
                    window.strides(),
                    window.dilations(),
                    window.paddingBefore(),
                    window.paddingAfter(gradient.x(), gradient.dy()),
                    forward.handle(),
                    attributes.handle()))) {
      refuseReference(described);
      described.read(SOURCE, gradient.x());
      described.read(DESTINATION_GRADIENT, gradient.dy());
      described.write(WEIGHTS_GRADIENT, gradient.dw());
      described.call();
    }
  }

  private void add(BiasAdd add) {
    Tensor bias = add.bias();
    binary(
        add.x(),
        bias,
        layouts.of(bias.type(), Dims.channels(bias, add.x().shape().rank())),
        add.out());
  }

  private void add(Add sum) {
    binary(sum.a(), sum.b(), present(sum.a()), sum.out());
  }

  private void binary(Tensor left, Tensor right, long rightLayout, Tensor out) {
    long layout = present(left);
    try (Attributes attributes = new Attributes(functions);
        Described described =
            describe(made ->
                functions.describeBinary(
                    made,
                    library.engine(),
                    ADD,
                    layout,
                    rightLayout,
                    layout,
                    attributes.handle()))) {
      described.read(SOURCE, left, layout);
      described.read(SECOND_SOURCE, right, rightLayout);
      described.write(DESTINATION, out);
      described.call();
    }
  }

  private void add(Relu relu) {
    long layout = present(relu.x());
    try (Attributes attributes = new Attributes(functions);
        Described described =
            describe(made ->
                functions.describeEltwise(
                    made,
                    library.engine(),
                    INFERENCE,
                    RELU,
                    layout,
                    layout,
                    0,
                    0,
                    attributes.handle()))) {
      described.read(SOURCE, relu.x(), layout);
      described.write(DESTINATION, relu.out());
      described.call();
    }
  }

  private void add(MaxPool2d pooling) {
    boolean trained =
        program.ops().stream()
            .anyMatch(op -> op instanceof MaxPool2dGrad g && g.y().equals(pooling.y()));
    if (trained) {
      pooled.put(pooling.y(), pool(pooling, true));
    } else {
      pool(pooling, false);
    }
  }

  /** Pools, and keeps the places of the largest elements in training. */
  private Pooled pool(MaxPool2d pooling, boolean training) {
    long layout = present(pooling.x());
    try (Attributes attributes = new Attributes(functions);
        Described described =
            pooling(
                pooling, training ? TRAINING : INFERENCE, layout, any(pooling.y()), attributes)) {
      described.read(SOURCE, pooling.x(), layout);
      described.write(DESTINATION, pooling.y());
      long chosen = described.chosen(DESTINATION);
      Stored places = new Stored(0, 0, MemorySegment.NULL, false);
      if (training) {
        long own = described.chosen(WORKSPACE);
        MemorySegment data = arena.allocate(Math.max(layouts.bytes(own), 1), OneDnn.ALIGNMENT);
        places = new Stored(own, memory(own, data), data, false);
        described.arguments.put(WORKSPACE, places.memory());
      }
      described.call();
      return new Pooled(layout, chosen, places);
    }
  }

  private Described pooling(
      MaxPool2d pooling, int propagation, long source, long destination, Attributes attributes) {
    try (Window window = new Window(pooling.window())) {
      return describe(made ->
          functions.describePooling(
              made,
              library.engine(),
              propagation,
              MAX_POOLING,
              source,
              destination,
              window.strides(),
              window.extents(),
              window.dilations(),
              window.paddingBefore(),
              window.paddingAfter(pooling.x(), pooling.y()),
              attributes.handle()));
    }
  }

  private void add(MaxPool2dGrad gradient) {
    MaxPool2d forward = new MaxPool2d(gradient.x(), gradient.y(), gradient.window());
    // Where the program only has the gradient, the places are found here.
    Pooled places =
        pooled.containsKey(gradient.y())
            ? Objects.requireNonNull(pooled.get(gradient.y()))
            : pool(forward, true);
    try (Attributes attributes = new Attributes(functions);
        Window window = new Window(gradient.window());
        Described hint =
            pooling(forward, TRAINING, places.source(), places.destination(), attributes);
        Described described =
            describe(made ->
                functions.describePoolingBackward(
                    made,
                    library.engine(),
                    MAX_POOLING,
                    places.source(),
                    places.destination(),
                    window.strides(),
                    window.extents(),
                    window.dilations(),
                    window.paddingBefore(),
                    window.paddingAfter(gradient.x(), gradient.y()),
                    hint.handle(),
                    attributes.handle()))) {
      described.read(DESTINATION_GRADIENT, gradient.dy());
      described.arguments.put(WORKSPACE, places.places().memory());
      described.write(SOURCE_GRADIENT, gradient.dx());
      described.call();
    }
  }

  private void add(ReluGrad gradient) {
    long layout = present(gradient.dy());
    try (Attributes attributes = new Attributes(functions);
        Described hint =
            describe(made ->
                functions.describeEltwise(
                    made,
                    library.engine(),
                    TRAINING,
                    RELU_OF_RESULT,
                    layout,
                    layout,
                    0,
                    0,
                    attributes.handle()));
        Described described =
            describe(made ->
                functions.describeEltwiseBackward(
                    made,
                    library.engine(),
                    RELU_OF_RESULT,
                    layout,
                    layout,
                    layout,
                    0,
                    0,
                    hint.handle(),
                    attributes.handle()))) {
      described.read(DESTINATION, gradient.y(), layout);
      described.read(DESTINATION_GRADIENT, gradient.dy(), layout);
      described.write(SOURCE_GRADIENT, gradient.dx());
      described.call();
    }
  }

  private void add(BiasGrad gradient) {
    long layout = present(gradient.dy());
    int rank = gradient.dy().shape().rank();
    if (gradient.dy().elements() == gradient.db().elements()) {
      // Nothing to add up, and a reduction must reduce something.
      copyAsRow(gradient.dy(), gradient.db());
      return;
    }
    long sums = layouts.of(gradient.db().type(), Dims.channels(gradient.db(), rank));
    try (Attributes attributes = new Attributes(functions);
        Described described =
            describe(made ->
                functions.describeReduction(
                    made, library.engine(), SUM, layout, sums, 0, 0, attributes.handle()))) {
      described.read(SOURCE, gradient.dy(), layout);
      MemorySegment data = plainly(gradient.db(), layouts.plain(gradient.db())).data();
      described.arguments.put(DESTINATION, memory(sums, data));
      described.call();
    }
  }

  /** An operation for which there is no primitive, by the kernels of cpu-simd. */
  private void own(Op op) {
    Program part = program.part(op.kind(), List.of(op));
    List<Tensor> read = new ArrayList<>(part.inputs());
    read.addAll(part.state());
    read.forEach(t -> source(t, layouts.plain(t)));
    part.outputs().forEach(t -> plainly(t, layouts.plain(t)));
    op.updates().forEach(t -> valuesOf(t).stored().removeIf(stored -> !stored.plain()));
    OwnKernel kernel = new OwnKernel(part, options.threads(), this::home);
    ownKernels.add(kernel);
    current.add(kernel);
  }

  /** The same memory; a copy where it must not be shared. */
  private void add(Reshape reshape) {
    Tensor x = reshape.x();
    Tensor out = reshape.out();
    // Inputs move when another set is selected, state is updated, and outputs are poisoned.
    boolean own = isSwitched(x) || program.state().contains(x);
    if (own || program.outputs().contains(out)) {
      copyAsRow(x, out);
      return;
    }
    MemorySegment data = source(x, layouts.plain(x)).data();
    long layout = layouts.plain(out);
    valuesOf(out).add(new Stored(layout, memory(layout, data), data, true));
    home.put(out, data);
  }

  /** Copies values in the program's order to a tensor of another shape. */
  private void copyAsRow(Tensor from, Tensor to) {
    long row = layouts.of(to.type(), new Dims(new long[] {to.elements()}, new long[] {1}));
    MemorySegment source = source(from, layouts.plain(from)).data();
    MemorySegment data = plainly(to, layouts.plain(to)).data();
    Stored read = new Stored(row, memory(row, source), source, true);
    if (isSwitched(from)) {
      Objects.requireNonNull(atHome.get(from)).add(read.memory());
    }
    reorder(read, new Stored(row, memory(row, data), data, true), current);
  }

  /** Whether it changes only when it is written, so that it is reordered then and not timed. */
  private boolean isConstant(Tensor tensor) {
    return program.state().contains(tensor) && !updated.contains(tensor);
  }

  private boolean isSwitched(Tensor tensor) {
    return atHome.containsKey(tensor);
  }

  /** A layout in which the values are there already, the primitive's own rather than the plain. */
  private long present(Tensor tensor) {
    return valuesOf(tensor).stored().getFirst().layout();
  }

  private Values valuesOf(Tensor tensor) {
    return values.computeIfAbsent(tensor, _ -> new Values());
  }

  /** The values in this layout, after a reorder if need be. */
  private Stored source(Tensor tensor, long layout) {
    Values known = valuesOf(tensor);
    for (Stored stored : known.stored()) {
      if (layouts.equal(stored.layout(), layout)) {
        return stored;
      }
    }
    boolean plain = layouts.equal(layout, layouts.plain(tensor));
    Stored from = known.plain().orElseGet(() -> known.stored().getFirst());
    Stored to = plain ? plainly(tensor, layout) : elsewhere(tensor, layout);
    boolean constant = isConstant(tensor);
    reorder(from, to, constant ? packing.computeIfAbsent(tensor, _ -> new ArrayList<>()) : current);
    return to;
  }

  /** Values in the program's order, where the program reads and writes them. */
  private Stored plainly(Tensor tensor, long layout) {
    MemorySegment data =
        home.computeIfAbsent(tensor, t -> arena.allocate(Math.max(t.bytes(), 1), OneDnn.ALIGNMENT));
    Stored stored = new Stored(layout, memory(layout, data), data, true);
    if (program.inputs().contains(tensor)) {
      atHome.computeIfAbsent(tensor, _ -> new ArrayList<>()).add(stored.memory());
    }
    valuesOf(tensor).add(stored);
    return stored;
  }

  private Stored elsewhere(Tensor tensor, long layout) {
    MemorySegment data = arena.allocate(Math.max(layouts.bytes(layout), 1), OneDnn.ALIGNMENT);
    Stored stored = new Stored(layout, memory(layout, data), data, false);
    valuesOf(tensor).add(stored);
    return stored;
  }

  private long memory(long layout, MemorySegment data) {
    long memory =
        OneDnn.created(out -> functions.createMemory(out, layout, library.engine(), data));
    memories.add(memory);
    return memory;
  }

  private void reorder(Stored from, Stored to, List<Runnable> calls) {
    try (Attributes attributes = new Attributes(functions);
        Described described =
            describe(made ->
                functions.describeReorder(
                    made,
                    from.layout(),
                    library.engine(),
                    to.layout(),
                    library.engine(),
                    attributes.handle()))) {
      described.arguments.put(SOURCE, from.memory());
      described.arguments.put(DESTINATION, to.memory());
      calls.add(described.made());
    }
  }

  private Described describe(Consumer<MemorySegment> creation) {
    return new Described(OneDnn.created(creation));
  }

  /** A reference implementation is a loop that is there to be right: its time says nothing. */
  private void refuseReference(Described described) {
    String name = library.implementation(described.handle());
    if (name.startsWith("ref") || name.contains(":ref")) {
      throw OneDnn.onlyReference(name);
    }
  }

  /** A primitive that is described, and what it reads and writes. */
  private final class Described implements AutoCloseable {
    private final long handle;
    private final Map<Integer, Long> arguments = new TreeMap<>();

    Described(long handle) {
      this.handle = handle;
    }

    long handle() {
      return handle;
    }

    /** The values in the layout that the primitive chose. */
    void read(int argument, Tensor tensor) {
      arguments.put(argument, source(tensor, chosen(argument)).memory());
    }

    /**
     * The same where the layout may be another view of the program's order, such as a transposed
     * one.
     */
    void read(int argument, Tensor tensor, long view) {
      long chosen = chosen(argument);
      if (!layouts.equal(chosen, view)) {
        arguments.put(argument, packed(tensor, view, chosen).memory());
        return;
      }
      boolean there =
          valuesOf(tensor).stored().stream().anyMatch(s -> layouts.equal(s.layout(), view));
      arguments.put(
          argument, there ? source(tensor, view).memory() : viewed(tensor, view).memory());
    }

    /** Another view of the values in the program's order. */
    private Stored viewed(Tensor tensor, long view) {
      MemorySegment data = source(tensor, layouts.plain(tensor)).data();
      Stored stored = new Stored(view, memory(view, data), data, true);
      if (isSwitched(tensor)) {
        Objects.requireNonNull(atHome.get(tensor)).add(stored.memory());
      }
      return stored;
    }

    private Stored packed(Tensor tensor, long view, long chosen) {
      for (Stored stored : valuesOf(tensor).stored()) {
        if (layouts.equal(stored.layout(), chosen)) {
          return stored;
        }
      }
      Stored from = viewed(tensor, view);
      Stored to = elsewhere(tensor, chosen);
      boolean constant = isConstant(tensor);
      reorder(
          from, to, constant ? packing.computeIfAbsent(tensor, _ -> new ArrayList<>()) : current);
      return to;
    }

    /** Room for the result in the layout that the primitive chose. */
    void write(int argument, Tensor tensor) {
      long layout = chosen(argument);
      boolean plain = layouts.equal(layout, layouts.plain(tensor));
      Stored there =
          valuesOf(tensor).stored().stream()
              .filter(s -> layouts.equal(s.layout(), layout))
              .findFirst()
              .orElseGet(() -> plain ? plainly(tensor, layout) : elsewhere(tensor, layout));
      arguments.put(argument, there.memory());
    }

    private long chosen(int argument) {
      return layouts.copy(functions.queryLayout(handle, ARGUMENT_LAYOUT, argument));
    }

    void call() {
      implementations.add(library.implementation(handle));
      current.add(made());
    }

    Runnable made() {
      long primitive = OneDnn.created(out -> functions.createPrimitive(out, handle));
      primitives.add(primitive);
      MemorySegment array = arena.allocate((long) ARGUMENT_BYTES * arguments.size(), Long.BYTES);
      long offset = 0;
      for (Map.Entry<Integer, Long> argument : arguments.entrySet()) {
        array.set(ValueLayout.JAVA_INT, offset, argument.getKey());
        array.set(ValueLayout.JAVA_LONG, offset + Long.BYTES, argument.getValue());
        offset += ARGUMENT_BYTES;
      }
      int count = arguments.size();
      long stream = library.stream();
      return () -> functions.execute(primitive, stream, count, array);
    }

    @Override
    public void close() {
      functions.destroyDescription(handle);
    }
  }

  /** What a primitive does besides: nothing in a lesser precision, and operations on its result. */
  private static final class Attributes implements AutoCloseable {
    private final NativeDnnl functions;
    private final long attributes;
    private final long postOps;

    Attributes(NativeDnnl functions) {
      this.functions = functions;
      attributes = OneDnn.created(functions::createAttributes);
      postOps = OneDnn.created(functions::createPostOps);
      // The default may come from a variable of the environment.
      functions.setMathMode(attributes, STRICT);
    }

    void eltwise(int algorithm, float alpha) {
      functions.appendEltwise(postOps, algorithm, alpha, 0);
    }

    void sum(float scale, DataType type) {
      functions.appendSum(postOps, scale, 0, OneDnn.type(type));
    }

    long handle() {
      functions.setPostOps(attributes, postOps);
      return attributes;
    }

    @Override
    public void close() {
      functions.destroyPostOps(postOps);
      functions.destroyAttributes(attributes);
    }
  }

  List<Part> parts() {
    return parts;
  }

  /** Calls to make after a tensor was written. */
  List<Runnable> packing(Tensor tensor) {
    return packing.getOrDefault(tensor, List.of());
  }

  /** The tensors whose {@link #packing} is not empty. */
  Set<Tensor> packed() {
    return new HashSet<>(packing.keySet());
  }

  /** Where an input, state or an output lies in the program's order. */
  MemorySegment home(Tensor tensor) {
    MemorySegment data = home.get(tensor);
    if (data == null) {
      throw new IllegalArgumentException(tensor + " has no memory here");
    }
    return data;
  }

  /** Lets every primitive read an input elsewhere from now on. */
  void move(Tensor input, MemorySegment to) {
    home.put(input, to);
    atHome.getOrDefault(input, List.of()).forEach(memory -> functions.setData(memory, to));
  }

  /** What the library calls the implementations that it chose, reorders left out. */
  SortedSet<String> implementations() {
    return implementations;
  }

  /** The operations that our own kernels compute. */
  SortedSet<String> ownOps() {
    SortedSet<String> ops = new TreeSet<>();
    ownKernels.forEach(kernel -> ops.add(kernel.name()));
    return ops;
  }

  @Override
  public void close() {
    ownKernels.forEach(OwnKernel::close);
    primitives.forEach(functions::destroyPrimitive);
    memories.forEach(functions::destroyMemory);
    layouts.close();
    arena.close();
  }
}
