package assay.core.harness;

import java.io.IOException;

/** JMH's own command line on the same benchmark. */
public final class JmhMain {
  private JmhMain() {}

  /**
   * Runs JMH's main program; it prints to standard output as JMH does.
   *
   * @throws IOException if a result file cannot be written
   */
  public static void run(String... args) throws IOException {
    System.setProperty("jmh.ignoreLock", "true");
    org.openjdk.jmh.Main.main(args);
  }
}
