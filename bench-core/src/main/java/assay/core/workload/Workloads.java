package assay.core.workload;

import assay.core.program.Precision;
import assay.core.text.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The workload families, and parsing of workload ids. */
public final class Workloads {
  /** They measure the machine's limits, including its caches, so they have no cold form. */
  private static final Set<String> CEILINGS = Set.of("memory", "peak");

  private static final Map<String, Parser> FAMILIES = families();

  private Workloads() {}

  /**
   * A family of workloads.
   *
   * @param name first part of the id
   * @param parameters form of the parameters in its ids
   * @param description one line
   */
  public record Family(String name, String parameters, String description) {}

  /**
   * @param caches whether the family has a cold-cache form; {@code memory} measures the caches
   *     themselves, and {@code peak} uses none
   */
  private record Parser(Family family, boolean caches, Function<WorkloadId, Workload> function) {
    Workload parse(WorkloadId id) {
      Workload workload = function.apply(id);
      boolean cold = caches && id.choice("cache", List.of("warm", "cold"), "warm").equals("cold");
      id.done();
      workload.program(Precision.F32);
      return cold ? new ColdWorkload(workload) : workload;
    }
  }

  private static Map<String, Parser> families() {
    Map<String, Parser> all = new TreeMap<>();
    add(
        all,
        "gemm",
        "m=M,n=N,k=K[,ta=1][,tb=1][,alpha=A][,beta=B][,batch=X][,cache=cold]",
        "C = alpha*op(A)*op(B) + beta*C",
        GemmWorkload::parse);
    add(
        all,
        "conv",
        "n=N,c=C,h=H,w=W,k=K,r=R,s=S[,stride=1][,pad=0][,dir=forward|backward-input|backward-filter][,cache=cold]",
        "2-D convolution and its gradients (strideh, stridew, padh, padw if they differ)",
        ConvWorkload::parse);
    add(
        all,
        "train",
        "cnn-fashion[,data=subset|full][,epochs=10][,batch=64][,optimizer=adam|sgd|momentum|adagrad|rmsprop|gd][,rate=R]"
            + "[,schedule=constant|exponential|step][,decay=D][,every=N][,images=N][,folds=K][,target=ACCURACY]",
        "training of the small CNN on Fashion-MNIST",
        TrainWorkload::parse);
    add(
        all,
        "infer",
        "cnn-fashion[,batch=1][,cache=cold]",
        "forward pass of the trained CNN: latency at batch 1, else throughput",
        InferWorkload::parse);
    add(
        all,
        "memory",
        "copy|triad,kib=SIZE",
        "STREAM copy and triad over a working set of SIZE KiB",
        MemoryWorkload::parse);
    add(
        all,
        "peak",
        "fma[,elements=N][,steps=4096] | matrix[,tiles=N][,steps=2048]",
        "chains of multiply-adds, or of small products on matrix units, as many as fill the device:"
            + " the arithmetic peak",
        Workloads::peak);
    return all;
  }

  private static Workload peak(WorkloadId id) {
    return id.word(List.of("fma", "matrix")).equals("fma")
        ? PeakWorkload.parse(id)
        : MatrixPeakWorkload.parse(id);
  }

  private static void add(
      Map<String, Parser> all,
      String name,
      String parameters,
      String description,
      Function<WorkloadId, Workload> parser) {
    boolean caches = !CEILINGS.contains(name);
    all.put(name, new Parser(new Family(name, parameters, description), caches, parser));
  }

  /** All families, by name. */
  public static List<Family> all() {
    return FAMILIES.values().stream().map(Parser::family).toList();
  }

  /**
   * Parses an id such as {@code gemm/m=1000,n=37,k=4099}. Shapes are checked here, so that the
   * returned workload can be built.
   *
   * @throws WorkloadException if the family or a parameter is unknown, missing or out of range
   * @throws assay.core.program.ProgramException if a shape is invalid
   */
  public static Workload parse(String text) {
    WorkloadId id = WorkloadId.parse(text);
    Parser family = FAMILIES.get(id.family());
    if (family == null) {
      throw new WorkloadException(
          "unknown workload '"
              + text
              + "': no family '"
              + id.family()
              + "'; "
              + Nearest.hint(id.family(), FAMILIES.keySet()));
    }
    return family.parse(id);
  }

  /**
   * The workload with a cold cache: the device's caches are flushed before each execution. Returns
   * the same workload if it is already cold, and for {@code memory} and {@code peak}, which have no
   * cold form.
   */
  public static Workload cold(Workload workload) {
    boolean already = workload instanceof Workload.Kernel kernel && kernel.cold();
    return already || isCeiling(workload) ? workload : new ColdWorkload(workload);
  }

  /** Whether a workload measures the machine's own limits: {@code memory} and {@code peak}. */
  public static boolean isCeiling(Workload workload) {
    return CEILINGS.contains(workload.family());
  }
}
