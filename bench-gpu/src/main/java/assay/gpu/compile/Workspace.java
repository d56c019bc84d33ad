package assay.gpu.compile;

import assay.core.program.Tensor;
import assay.gpu.driver.Context;
import assay.gpu.driver.DeviceMemory;
import assay.gpu.driver.Event;
import assay.gpu.driver.Gpu;
import assay.gpu.driver.Kernel;
import assay.gpu.driver.Scope;
import assay.gpu.driver.Staging;
import assay.gpu.driver.Stream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What steps are made from: the addresses of a program's tensors, kernels, scratch memory. */
public final class Workspace {
  private final Context context;
  private final Scope scope;
  private final Stream stream;
  private final Staging staging;
  private final Function<Tensor, DeviceMemory> tensors;
  private final PtxModules modules;
  private final List<DeviceMemory> scratch;
  private int next;

  /**
   * A workspace whose resources live as long as {@code scope}.
   *
   * @param tensors the memory of each tensor on the device
   */
  public Workspace(
      Context context,
      Scope scope,
      Stream stream,
      Staging staging,
      Function<Tensor, DeviceMemory> tensors) {
    this(
        context,
        scope,
        stream,
        staging,
        tensors,
        new PtxModules(context, scope),
        new ArrayList<>());
  }

  private Workspace(
      Context context,
      Scope scope,
      Stream stream,
      Staging staging,
      Function<Tensor, DeviceMemory> tensors,
      PtxModules modules,
      List<DeviceMemory> scratch) {
    this.context = context;
    this.scope = scope;
    this.stream = stream;
    this.staging = staging;
    this.tensors = tensors;
    this.modules = modules;
    this.scratch = scratch;
  }

  /**
   * One for the same steps on other tensors, which shares modules and scratch memory: the same
   * requests for scratch memory must follow in the same order. Steps of both must not run at the
   * same time.
   */
  public Workspace on(Function<Tensor, DeviceMemory> others) {
    return new Workspace(context, scope, stream, staging, others, modules, scratch);
  }

  /** The device. */
  public Gpu gpu() {
    return context.gpu();
  }

  /** Address of a tensor on the device. */
  public long address(Tensor tensor) {
    return tensors.apply(tensor).address();
  }

  /** One of our own kernels. */
  public Kernel kernel(String module, String name) {
    return modules.kernel(module, name);
  }

  /**
   * Memory that lives as long as the program and holds nothing between two executions; its contents
   * are undefined.
   *
   * @param bytes at least 1
   */
  public long scratch(long bytes, String purpose) {
    if (next == scratch.size()) {
      scratch.add(allocate(bytes, purpose));
    }
    DeviceMemory memory = scratch.get(next++);
    if (memory.bytes() != bytes) {
      throw new IllegalStateException(purpose + " needs as many bytes on every set of inputs");
    }
    return memory.address();
  }

  /** A table on the device that lives as long as the program. */
  public long table(byte[] contents, String purpose) {
    DeviceMemory memory = allocate(contents.length, purpose);
    write(MemorySegment.ofArray(contents), memory, purpose);
    return memory.address();
  }

  /** Memory that lives as long as the program, or until it is closed before. */
  public DeviceMemory allocate(long bytes, String purpose) {
    return scope.add(context.allocate(bytes, purpose));
  }

  /** Copies to the device and waits. */
  public void write(MemorySegment from, DeviceMemory to, String purpose) {
    stream.upload(from, to, staging, purpose);
    stream.await(purpose);
  }

  /** Fills a tensor by repeating the values, and waits. */
  public void fill(Tensor tensor, MemorySegment values) {
    stream.repeat(values, tensors.apply(tensor), staging, "the autotuner's values");
  }

  /** The stream on which steps are enqueued. */
  public Stream stream() {
    return stream;
  }

  /** A time stamp that lives as long as the program. */
  public Event event() {
    return scope.add(context.event());
  }

  /** Closes a resource with the program, before those that were added earlier. */
  public <T extends AutoCloseable> T keep(T resource) {
    return scope.add(resource);
  }
}
