package assay.gpu.library;

import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Shape;
import assay.core.program.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** A convolution's descriptors for cuDNN's legacy calls, and the algorithms these suggest. */
final class LegacyConvolution implements AutoCloseable {
  /** {@code cudnnConvolution…AlgoPerf_t}: the same three times. */
  private static final long PERF_BYTES = 48;

  /** How many suggestions are asked for: more than there are algorithms. */
  private static final int ASKED = 16;

  private static final long STATUS_OFFSET = 4;
  private static final long MATH_OFFSET = 28;

  private final Cudnn cudnn;
  private final Convolution c;
  private final Precision precision;
  private final Owned owned = new Owned();
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1f);
  private final MemorySegment zero = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 0f);
  private final Calls calls;
  private final long[] tensors;

  /** The calls of a direction. */
  private record Calls(CudnnFunction search, CudnnFunction workspace, CudnnFunction run) {
    static Calls of(Convolution.Direction direction) {
      return switch (direction) {
        case FORWARD ->
            new Calls(
                CudnnFunction.FORWARD_SEARCH,
                CudnnFunction.FORWARD_WORKSPACE,
                CudnnFunction.FORWARD);
        case BACKWARD_INPUT ->
            new Calls(CudnnFunction.DATA_SEARCH, CudnnFunction.DATA_WORKSPACE, CudnnFunction.DATA);
        case BACKWARD_FILTER ->
            new Calls(
                CudnnFunction.FILTER_SEARCH, CudnnFunction.FILTER_WORKSPACE, CudnnFunction.FILTER);
      };
    }
  }

  /** Describes a convolution. */
  LegacyConvolution(Cudnn cudnn, Convolution c, Precision precision) {
    this.cudnn = cudnn;
    this.c = c;
    this.precision = precision;
    this.calls = Calls.of(c.direction());
    try {
      this.tensors = inOrder(tensor(c.x()), filter(c.w()), tensor(c.y()));
    } catch (RuntimeException e) {
      owned.close();
      throw e;
    }
  }

  /** The two operands, then the result, in the order that the calls of the direction want. */
  private long[] inOrder(long x, long w, long y) {
    return switch (c.direction()) {
      case FORWARD -> new long[] {x, w, y};
      case BACKWARD_INPUT -> new long[] {w, y, x};
      case BACKWARD_FILTER -> new long[] {x, y, w};
    };
  }

  private long tensor(Tensor tensor) {
    long descriptor =
        cudnn.descriptor(owned, CudnnFunction.TENSOR_CREATE, CudnnFunction.TENSOR_DESTROY);
    Shape s = tensor.shape();
    cudnn.call(
        CudnnFunction.TENSOR_SET,
        descriptor,
        CudnnConstant.NHWC,
        CudnnConstant.dataType(tensor.type()),
        (int) s.dim(0),
        (int) s.dim(3),
        (int) s.dim(1),
        (int) s.dim(2));
    return descriptor;
  }

  private long filter(Tensor tensor) {
    long descriptor =
        cudnn.descriptor(owned, CudnnFunction.FILTER_CREATE, CudnnFunction.FILTER_DESTROY);
    Shape s = tensor.shape();
    cudnn.call(
        CudnnFunction.FILTER_SET,
        descriptor,
        CudnnConstant.dataType(tensor.type()),
        CudnnConstant.NHWC,
        (int) s.dim(0),
        (int) s.dim(3),
        (int) s.dim(1),
        (int) s.dim(2));
    return descriptor;
  }

  private long convolution(int math) {
    long descriptor =
        cudnn.descriptor(
            owned, CudnnFunction.CONVOLUTION_CREATE, CudnnFunction.CONVOLUTION_DESTROY);
    cudnn.call(
        CudnnFunction.CONVOLUTION_SET,
        descriptor,
        c.window().padH(),
        c.window().padW(),
        c.window().strideH(),
        c.window().strideW(),
        1,
        1,
        CudnnConstant.CROSS_CORRELATION,
        CudnnConstant.dataType(DataType.F32));
    cudnn.call(CudnnFunction.CONVOLUTION_MATH, descriptor, math);
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

  /**
   * The library's first suggestions that keep to the precision.
   *
   * @throws LibraryException also where the convolution is not supported
   */
  List<LegacyAlgorithm> algorithms(Tuning tuning, Autotuner<LegacyAlgorithm> choice) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment results = call.allocate(PERF_BYTES * ASKED, Long.BYTES);
      MemorySegment count = call.allocate(ValueLayout.JAVA_INT);
      cudnn.call(
          calls.search(),
          cudnn.handle(),
          tensors[0],
          tensors[1],
          convolution(math()),
          tensors[2],
          ASKED,
          count,
          results);
      List<LegacyAlgorithm> algorithms = new ArrayList<>();
      for (int i = 0; i < count.get(ValueLayout.JAVA_INT, 0); i++) {
        if (algorithms.size() < tuning.candidates()) {
          add(results.asSlice(i * PERF_BYTES, PERF_BYTES), tuning, choice, algorithms);
        }
      }
      return algorithms;
    }
  }

  private void add(
      MemorySegment perf,
      Tuning tuning,
      Autotuner<LegacyAlgorithm> choice,
      List<LegacyAlgorithm> algorithms) {
    int number = perf.get(ValueLayout.JAVA_INT, 0);
    int math = perf.get(ValueLayout.JAVA_INT, MATH_OFFSET);
    boolean tensorCores = math != CudnnConstant.DEFAULT_MATH && math != CudnnConstant.FMA_MATH;
    if (perf.get(ValueLayout.JAVA_INT, STATUS_OFFSET) != CudnnStatus.SUCCESS.code()
        || LegacyAlgorithm.transforms(c.direction(), number)
        || (plainF32() && tensorCores)) {
      return;
    }
    try {
      // What is suggested as "default" would use tf32 unless fma is asked for.
      LegacyAlgorithm algorithm = sized(number, plainF32() ? CudnnConstant.FMA_MATH : math);
      if (algorithm.workspace() <= tuning.workspaceBytes()) {
        algorithms.add(algorithm);
      } else {
        choice.refused(algorithm.description() + ", more than the limit");
      }
    } catch (LibraryException e) {
      choice.refused(e);
    }
  }

  private LegacyAlgorithm sized(int number, int math) {
    long convolution = convolution(math);
    try (Arena call = Arena.ofConfined()) {
      MemorySegment bytes = call.allocate(ValueLayout.JAVA_LONG);
      cudnn.call(
          calls.workspace(),
          cudnn.handle(),
          tensors[0],
          tensors[1],
          convolution,
          tensors[2],
          number,
          bytes);
      return new LegacyAlgorithm(
          c.direction(), number, math, convolution, bytes.get(ValueLayout.JAVA_LONG, 0));
    }
  }

  /** Puts the convolution on a stream; addresses in the operation's order. */
  void enqueue(LegacyAlgorithm algorithm, long workspace, long stream, long... addresses) {
    long[] role = c.byRole(addresses);
    long[] data = inOrder(role[0], role[1], role[2]);
    cudnn.use(stream);
    int code;
    try {
      code =
          (int)
              cudnn
                  .functions()
                  .handle(calls.run())
                  .invokeExact(
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
    } catch (LibraryException e) {
      throw e;
    } catch (Throwable t) {
      throw Bindings.unexpected(calls.run(), t);
    }
    cudnn.check(calls.run(), code);
  }

  @Override
  public void close() {
    owned.close();
  }
}
