package assay.gpu;

import assay.core.availability.Availability;
import assay.gpu.driver.Context;
import assay.gpu.driver.DeviceChoice;
import assay.gpu.driver.DeviceMemory;
import assay.gpu.driver.DriverProbe;
import assay.gpu.driver.Scope;
import assay.gpu.driver.Staging;
import assay.gpu.driver.Stream;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/** What runs in a JVM with the stand-in driver: copies of several pieces, there and back. */
public final class CopiesChild {
  /** Of both halves. */
  static final int STAGING = 64;

  private CopiesChild() {}

  /**
   * Prints {@code same} if everything came back, else where it does not; or what was thrown, and
   * what stays open.
   *
   * @param args sizes in bytes
   */
  public static void main(String[] args) {
    if (!(DriverProbe.probe(DeviceChoice.unnamed())
        instanceof Availability.Available(DriverProbe.Found found))) {
      System.out.println("no device");
      return;
    }
    Context context = Context.open(found.gpu());
    String outcome;
    try (Scope scope = new Scope()) {
      Stream stream = scope.add(context.stream());
      Staging staging = scope.add(context.staging(STAGING));
      outcome = thereAndBack(context, stream, staging, scope, args);
    } catch (RuntimeException e) {
      outcome = "thrown: " + e.getMessage();
    }
    System.out.println(outcome);
    System.out.println("open: " + context.ledger().open());
    context.close();
  }

  private static String thereAndBack(
      Context context, Stream stream, Staging staging, Scope scope, String[] sizes) {
    Random random = new Random(1);
    for (String given : sizes) {
      int size = Integer.parseInt(given);
      byte[] sent = new byte[size];
      random.nextBytes(sent);
      byte[] received = new byte[size];
      DeviceMemory memory = scope.add(context.allocate(size, "a test"));
      DeviceMemory copied = scope.add(context.allocate(size, "a test"));
      stream.upload(MemorySegment.ofArray(sent), memory, staging, "uploading");
      stream.copy(memory, copied, "copying");
      stream.download(copied, MemorySegment.ofArray(received), staging, "downloading");
      long at = MemorySegment.ofArray(sent).mismatch(MemorySegment.ofArray(received));
      if (at >= 0) {
        return "byte %d of %d differs".formatted(at, size);
      }
    }
    return "same";
  }
}
