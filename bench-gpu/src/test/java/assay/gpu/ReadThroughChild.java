package assay.gpu;

import assay.core.availability.Availability;
import assay.gpu.compile.PtxModules;
import assay.gpu.driver.Context;
import assay.gpu.driver.DeviceChoice;
import assay.gpu.driver.DeviceMemory;
import assay.gpu.driver.DriverProbe;
import assay.gpu.driver.Scope;
import assay.gpu.driver.Staging;
import assay.gpu.driver.Stream;
import assay.gpu.ptx.ReadThrough;
import java.lang.foreign.MemorySegment;

/** What runs in a JVM with the stand-in driver: memory of zeros, but for one byte, read through. */
public final class ReadThroughChild {
  private static final int STAGING = 1 << 20;

  private ReadThroughChild() {}

  /**
   * Prints for each byte whether it was found, and first for none.
   *
   * @param args size of the memory, then where the byte is that is not zero
   */
  public static void main(String[] args) {
    if (!(DriverProbe.probe(DeviceChoice.unnamed())
        instanceof Availability.Available(DriverProbe.Found probed))) {
      System.out.println("no device");
      return;
    }
    int size = Integer.parseInt(args[0]);
    Context context = Context.open(probed.gpu());
    try (Scope scope = new Scope()) {
      PtxModules modules = new PtxModules(context, scope);
      Stream stream = scope.add(context.stream());
      Staging staging = scope.add(context.staging(STAGING));
      DeviceMemory memory = scope.add(context.allocate(size, "a test"));
      DeviceMemory word = scope.add(context.allocate(Integer.BYTES, "a test"));
      for (int at = 0; at < args.length; at++) {
        byte[] contents = new byte[size];
        if (at > 0) {
          contents[Integer.parseInt(args[at])] = 1;
        }
        byte[] found = new byte[Integer.BYTES];
        stream.upload(MemorySegment.ofArray(contents), memory, staging, "uploading");
        stream.fill(word, (byte) 0, "nothing found yet");
        ReadThrough.of(memory, word, probed.gpu().multiprocessors(), modules).enqueue(stream);
        stream.download(word, MemorySegment.ofArray(found), staging, "downloading");
        boolean any = found[0] + found[1] + found[2] + found[3] != 0;
        System.out.println((at == 0 ? "none" : args[at]) + ": " + (any ? "found" : "nothing"));
      }
    }
    context.close();
  }
}
