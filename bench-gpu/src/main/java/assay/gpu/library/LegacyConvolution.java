package assay.gpu.library;

import assay.core.ffi.CStruct;
import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** A convolution's descriptors for cuDNN's legacy calls, and the algorithms these suggest. */
final class LegacyConvolution implements Algorithms<LegacyAlgorithm> {
  /** {@code cudnnConvolution…AlgoPerf_t}, the same for all three directions. */
  private static final CStruct PERF =
      CStruct.of(
          ValueLayout.JAVA_INT.withName("algo"),
          ValueLayout.JAVA_INT.withName("status"),
          ValueLayout.JAVA_FLOAT.withName("time"),
          ValueLayout.JAVA_LONG.withName("memory"),
          ValueLayout.JAVA_INT.withName("determinism"),
          ValueLayout.JAVA_INT.withName("mathType"),
          MemoryLayout.sequenceLayout(3, ValueLayout.JAVA_INT).withName("reserved"));

  /** Number of suggestions requested: more than there are algorithms. */
  private static final int ASKED = 16;

  private final Cudnn cudnn;
  private final Convolution c;
  private final Precision precision;
  private final Owned owned = new Owned();
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1f);
  private final MemorySegment zero = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 0f);
  private final Calls calls;
  private final long[] tensors;

  /** The calls of a direction; the two operands and the result are in the order of the calls. */
  private record Calls(Search search, WorkspaceSize workspace, Run run) {
    static Calls of(CudnnFunctions cudnn, Convolution.Direction direction) {
      return switch (direction) {
        case FORWARD -> new Calls(cudnn::forwardSearch, cudnn::forwardWorkspace, cudnn::forward);
        case BACKWARD_INPUT -> new Calls(cudnn::dataSearch, cudnn::dataWorkspace, cudnn::data);
        case BACKWARD_FILTER ->
            new Calls(cudnn::filterSearch, cudnn::filterWorkspace, cudnn::filter);
      };
    }

    private interface Search {
      void search(
          long handle,
          long first,
          long second,
          long convolution,
          long result,
          int asked,
          MemorySegment count,
          MemorySegment results);
    }

    private interface WorkspaceSize {
      void size(
          long handle,
          long first,
          long second,
          long convolution,
          long result,
          int algorithm,
          MemorySegment bytes);
    }

    private interface Run {
      void run(
          long handle,
          MemorySegment alpha,
          long firstDesc,
          long first,
          long secondDesc,
          long second,
          long convolution,
          int algorithm,
          long workspace,
          long workspaceBytes,
          MemorySegment beta,
          long resultDesc,
          long result);
    }
  }

  /** Describes a convolution. */
  LegacyConvolution(Cudnn cudnn, Convolution c, Precision precision) {
    this.cudnn = cudnn;
    this.c = c;
    this.precision = precision;
    this.calls = Calls.of(cudnn.functions(), c.direction());
    try {
      this.tensors = inOrder(tensor(c.x()), filter(c.w()), tensor(c.y()));
    } catch (RuntimeException e) {
      owned.close();
      throw e;
    }
  }

  /** The two operands, then the result, in the order of the direction's calls. */
  private long[] inOrder(long x, long w, long y) {
    return switch (c.direction()) {
      case FORWARD -> new long[] {x, w, y};
      case BACKWARD_INPUT -> new long[] {w, y, x};
      case BACKWARD_FILTER -> new long[] {x, y, w};
    };
  }

  private long tensor(Tensor tensor) {
    CudnnFunctions functions = cudnn.functions();
    long descriptor = owned.create(functions::tensorCreate, functions::tensorDestroy);
    int type = CudnnConstant.dataType(tensor.type());
    int[] e = extents(tensor);
    functions.tensorSet(descriptor, CudnnConstant.NHWC, type, e[0], e[3], e[1], e[2]);
    return descriptor;
  }

  private long filter(Tensor tensor) {
    CudnnFunctions functions = cudnn.functions();
    long descriptor = owned.create(functions::filterCreate, functions::filterDestroy);
    int type = CudnnConstant.dataType(tensor.type());
    int[] e = extents(tensor);
    functions.filterSet(descriptor, type, CudnnConstant.NHWC, e[0], e[3], e[1], e[2]);
    return descriptor;
  }

  private static int[] extents(Tensor tensor) {
    return tensor.shape().dims().stream().mapToInt(Long::intValue).toArray();
  }

  private long convolution(int math) {
    CudnnFunctions functions = cudnn.functions();
    long descriptor = owned.create(functions::convolutionCreate, functions::convolutionDestroy);
    functions.convolutionSet(
        descriptor,
        c.window().padH(),
        c.window().padW(),
        c.window().strideH(),
        c.window().strideW(),
        1,
        1,
        CudnnConstant.CROSS_CORRELATION,
        CudnnConstant.dataType(DataType.F32));
    functions.convolutionMath(descriptor, math);
    return descriptor;
  }

  private boolean plainF32() {
    return c.type() == DataType.F32 && precision != Precision.TF32;
  }

  private int math() {
    if (plainF32()) {
      return CudnnConstant.FMA_MATH;
    }
    return c.type() == DataType.F32 ? CudnnConstant.DEFAULT_MATH : CudnnConstant.TENSOR_OP_MATH;
  }

  @Override
  public String operation() {
    return c.name();
  }

  @Override
  public String library() {
    return cudnn.library() + ", legacy calls";
  }

  @Override
  public List<LegacyAlgorithm> candidates(
      Tuning tuning, Autotuner<LegacyAlgorithm> tuner, long[] addresses) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment results = call.allocate(PERF.layout(), ASKED);
      MemorySegment count = call.allocate(ValueLayout.JAVA_INT);
      calls
          .search()
          .search(
              cudnn.handle(),
              tensors[0],
              tensors[1],
              convolution(math()),
              tensors[2],
              ASKED,
              count,
              results);
      List<LegacyAlgorithm> algorithms = new ArrayList<>();
      results
          .elements(PERF.layout())
          .limit(count.get(ValueLayout.JAVA_INT, 0))
          .forEach(perf -> {
            if (algorithms.size() < tuning.candidates()) {
              add(perf, tuning, tuner, algorithms);
            }
          });
      return algorithms;
    }
  }

  private void add(
      MemorySegment perf,
      Tuning tuning,
      Autotuner<LegacyAlgorithm> tuner,
      List<LegacyAlgorithm> algorithms) {
    int number = perf.get(ValueLayout.JAVA_INT, PERF.offset("algo"));
    int math = perf.get(ValueLayout.JAVA_INT, PERF.offset("mathType"));
    boolean tensorCores = math != CudnnConstant.DEFAULT_MATH && math != CudnnConstant.FMA_MATH;
    if (perf.get(ValueLayout.JAVA_INT, PERF.offset("status")) != CudnnStatus.SUCCESS.code()
        || LegacyAlgorithm.transforms(c.direction(), number)
        || (plainF32() && tensorCores)) {
      return;
    }
    try {
      // An algorithm suggested as "default" would use tf32 unless fma is requested.
      LegacyAlgorithm algorithm = sized(number, plainF32() ? CudnnConstant.FMA_MATH : math);
      if (algorithm.workspace() <= tuning.workspaceBytes()) {
        algorithms.add(algorithm);
      } else {
        tuner.refused(algorithm.description() + ", more than the limit");
      }
    } catch (LibraryException e) {
      tuner.refused(e);
    }
  }

  private LegacyAlgorithm sized(int number, int math) {
    long convolution = convolution(math);
    try (Arena call = Arena.ofConfined()) {
      MemorySegment bytes = call.allocate(ValueLayout.JAVA_LONG);
      calls
          .workspace()
          .size(cudnn.handle(), tensors[0], tensors[1], convolution, tensors[2], number, bytes);
      return new LegacyAlgorithm(
          c.direction(), number, math, convolution, bytes.get(ValueLayout.JAVA_LONG, 0));
    }
  }

  @Override
  public void enqueue(LegacyAlgorithm algorithm, long workspace, long stream, long... addresses) {
    long[] role = c.byRole(addresses);
    long[] data = inOrder(role[0], role[1], role[2]);
    cudnn.use(stream);
    calls
        .run()
        .run(
            cudnn.handle(),
            one,
            tensors[0],
            data[0],
            tensors[1],
            data[1],
            algorithm.convolution(),
            algorithm.number(),
            workspace,
            algorithm.workspace(),
            zero,
            tensors[2],
            data[2]);
  }

  @Override
  public String engine(LegacyAlgorithm algorithm) {
    return "cuDNN " + cudnn.library().version() + ", " + algorithm.description();
  }

  @Override
  public void close() {
    owned.close();
  }
}
