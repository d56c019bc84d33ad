package assay.gpu.library;

import assay.core.program.Precision;
import java.util.Arrays;
import java.util.List;

/** A convolution by cuDNN's graph interface, with the plan that was fastest. */
final class PreparedConvolution implements Prepared {
  private final Cudnn cudnn;
  private final Convolution convolution;
  private final Owned owned;
  private final ConvolutionPlan plan;
  private final long workspace;
  private final int[] alignments;
  private Owned packOwner = new Owned();
  private long pack;
  private long[] packed = new long[0];
  private boolean closed;

  private PreparedConvolution(
      Cudnn cudnn,
      Convolution convolution,
      Owned owned,
      ConvolutionPlan plan,
      long workspace,
      long[] addresses) {
    this.cudnn = cudnn;
    this.convolution = convolution;
    this.owned = owned;
    this.plan = plan;
    this.workspace = workspace;
    this.alignments = Alignment.of(addresses);
  }

  /** Tries the plans for a convolution that is not {@link Convolution#unsupported}. */
  static Preparation prepare(
      Cudnn cudnn,
      Tuning tuning,
      Convolution c,
      Precision precision,
      long stream,
      long[] addresses) {
    Owned owned = new Owned();
    try {
      Autotuner<ConvolutionPlan> choice = new Autotuner<>(tuning.clock(), stream);
      tryAll(cudnn, tuning, c, precision, stream, addresses, owned, choice);
      ConvolutionPlan best = choice.best();
      if (best == null) {
        owned.close();
        return new Preparation.Declined(choice.why(c.name(), cudnn.library().toString()));
      }
      Workspace workspace = Workspace.of(tuning.memory(), best.workspace());
      owned.add(workspace::close);
      return new Preparation.Ready(
          new PreparedConvolution(cudnn, c, owned, best, workspace.address(), addresses));
    } catch (RuntimeException e) {
      owned.close();
      throw e;
    }
  }

  private static void tryAll(
      Cudnn cudnn,
      Tuning tuning,
      Convolution c,
      Precision precision,
      long stream,
      long[] addresses,
      Owned owned,
      Autotuner<ConvolutionPlan> choice) {
    List<ConvolutionPlan> plans;
    try {
      BackendDescriptor graph = ConvolutionGraph.of(cudnn, owned, c, c.byRole(addresses));
      plans =
          new ConvolutionEngines(cudnn, graph, c.forbidden(precision), tuning, choice).plans(owned);
    } catch (LibraryException e) {
      choice.refused(e);
      return;
    }
    long most = plans.stream().mapToLong(ConvolutionPlan::workspace).max().orElse(0);
    try (Workspace workspace = Workspace.of(tuning.memory(), most)) {
      for (ConvolutionPlan plan : plans) {
        try (Trial trial = new Trial(cudnn, c, plan, workspace.address(), addresses)) {
          choice.time(plan, () -> trial.enqueue(stream));
        }
      }
    }
  }

  /** A plan with everything set, for the time of a trial. */
  private static final class Trial implements AutoCloseable {
    private final PreparedConvolution candidate;
    private final long[] addresses;

    Trial(Cudnn cudnn, Convolution c, ConvolutionPlan plan, long workspace, long[] addresses) {
      this.candidate = new PreparedConvolution(cudnn, c, new Owned(), plan, workspace, addresses);
      this.addresses = addresses;
    }

    void enqueue(long stream) {
      candidate.enqueue(stream, addresses);
    }

    @Override
    public void close() {
      candidate.close();
    }
  }

  @Override
  public void enqueue(long stream, long... addresses) {
    if (!Arrays.equals(addresses, packed)) {
      Alignment.check(alignments, addresses);
      pack(addresses);
    }
    cudnn.use(stream);
    int code;
    try {
      code =
          (int)
              cudnn
                  .functions()
                  .handle(CudnnFunction.BACKEND_EXECUTE)
                  .invokeExact(cudnn.handle(), plan.descriptor().pointer(), pack);
    } catch (LibraryException e) {
      throw e;
    } catch (Throwable t) {
      throw Bindings.unexpected(CudnnFunction.BACKEND_EXECUTE, t);
    }
    cudnn.check(CudnnFunction.BACKEND_EXECUTE, code);
  }

  /** Addresses rarely change, so that the last ones are kept in the library's form. */
  private void pack(long[] addresses) {
    packOwner.close();
    packOwner = new Owned();
    packed = new long[0];
    pack =
        BackendDescriptor.create(cudnn, packOwner, CudnnConstant.VARIANT_PACK)
            .longs(
                CudnnConstant.VARIANT_PACK_UNIQUE_IDS,
                CudnnConstant.TYPE_INT64,
                ConvolutionGraph.IDENTIFIERS)
            .longs(
                CudnnConstant.VARIANT_PACK_DATA_POINTERS,
                CudnnConstant.TYPE_VOID_PTR,
                convolution.byRole(addresses))
            .longs(CudnnConstant.VARIANT_PACK_WORKSPACE, CudnnConstant.TYPE_VOID_PTR, workspace)
            .finish()
            .pointer();
    packed = addresses.clone();
  }

  @Override
  public String engine() {
    return "cuDNN " + cudnn.library().version() + ", " + plan.description();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        packOwner.close();
      } finally {
        owned.close();
      }
    }
  }
}
