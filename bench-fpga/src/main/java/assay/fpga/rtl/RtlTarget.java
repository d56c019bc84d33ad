package assay.fpga.rtl;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.op.MatMul;
import assay.core.program.op.Op;
import assay.core.spi.Executable;
import assay.core.spi.KernelTable;
import assay.core.spi.KernelTarget;
import assay.core.spi.TargetException;
import assay.core.spi.Unsupported;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A systolic array written for FPGAs, simulated cycle by cycle. Its result is a cycle count; the
 * run time of the simulation is irrelevant.
 */
public final class RtlTarget extends KernelTarget<MatMul> {
  static final String ID = "rtl-model";

  private final Map<String, String> environment;
  private final Tools tools;

  /** Uses the tools of this process's search path and the array given by its settings. */
  public RtlTarget() {
    this(System.getenv());
  }

  RtlTarget(Map<String, String> environment) {
    super(
        ID,
        "systolic array in SystemVerilog, simulated with Verilator: cycle counts, no times",
        List.of(Precision.S8));
    this.environment = Map.copyOf(environment);
    this.tools = new Tools(environment);
  }

  @Override
  public Availability<Device> probe() {
    List<String> missing = tools.missing(Tools.SIMULATION);
    if (!missing.isEmpty()) {
      return new Availability.Unavailable<>(
          "not found on the search path: " + String.join(", ", missing), Tools.SIMULATION_REMEDY);
    }
    Optional<String> trouble = Cache.ofUser(environment).trouble();
    if (trouble.isPresent()) {
      return new Availability.Unavailable<>(
          trouble.get(),
          new Remedy.SetVariable(
              "XDG_CACHE_HOME", "a folder with space, in which files may be executed"));
    }
    try {
      tools.version("g++");
      return new Availability.Available<>(
          device(ArraySize.chosen(environment), tools.version("verilator")));
    } catch (IOException e) {
      return new Availability.Unavailable<>(
          "a tool was found but does not run: " + e.getMessage(), Tools.SIMULATION_REMEDY);
    } catch (IllegalArgumentException e) {
      return new Availability.Unavailable<>(
          String.valueOf(e.getMessage()),
          new Remedy.SetVariable(ArraySize.VARIABLE, "rows and columns, for example 8x8"));
    }
  }

  private static String name(ArraySize size) {
    return "systolic " + size + " int8";
  }

  private static Device.RtlModel device(ArraySize size, String verilator) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("rows", String.valueOf(size.rows()));
    details.put("columns", String.valueOf(size.cols()));
    details.put("operands", "s8");
    details.put("sums", "s32");
    details.put("simulator", "Verilator " + verilator);
    return new Device.RtlModel(name(size), details);
  }

  @Override
  protected KernelTable<MatMul> kernels(Precision precision) {
    return Products.on(ArraySize.chosen(environment));
  }

  @Override
  protected Executable prepare(
      Program program, Map<Op, MatMul> products, Precision precision, Options options) {
    ArraySize size = ArraySize.chosen(environment);
    Sources sources = Sources.shipped();
    Cache cache = Cache.ofUser(environment);
    try {
      Model model = Model.build(sources, size, tools, cache);
      String engine = name(size) + ", Verilator " + tools.version("verilator");
      Router router = new Router(sources, tools, cache);
      MatMul product = products.values().iterator().next();
      return new RtlExecutable(
          program, product, model, engine, () -> router.route(size), options.inputSets());
    } catch (IOException e) {
      throw new TargetException(ID + " cannot be built: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<Unsupported> unsupportedInputSets() {
    return Optional.empty();
  }

  /** Passes the settings made by property on to the forks. */
  @Override
  public List<String> jvmArgs() {
    List<String> args = new ArrayList<>();
    for (String property : List.of(ArraySize.PROPERTY, Cache.PROPERTY, Products.LIMIT_PROPERTY)) {
      String value = System.getProperty(property);
      if (value != null) {
        args.add("-D" + property + "=" + value);
      }
    }
    return args;
  }
}
