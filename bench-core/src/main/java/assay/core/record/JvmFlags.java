package assay.core.record;

import assay.core.availability.Availability;
import assay.core.checks.Checks;
import java.util.Map;

/**
 * How a fork's JVM really ran: what was asked for is in the plan, but variables, ergonomics and the
 * machine have a say too.
 *
 * @param arguments that the JVM got, from its command line and from variables, in one line; without
 *     the values of system properties
 * @param collectors names of its garbage collectors
 * @param flags VM flags that may matter to times, as they were in effect, by name
 * @param processors that it might use, in words, and where threads were pinned
 */
public record JvmFlags(
    String arguments,
    String collectors,
    Map<String, String> flags,
    Availability<String> processors) {
  public JvmFlags {
    Checks.text("jvm.arguments", arguments);
    Checks.text("jvm.collectors", collectors);
    flags = Checks.copy("jvm.flags", flags);
  }
}
