package assay.fpga.discovery;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The device to use.
 *
 * <p>Boards win over emulations, in the order of {@link Vendor}; the first device of the platform
 * is taken. A platform that is not known is never taken.
 */
public record Choice<D>(Vendor vendor, Candidate<D> device) {
  /** Environment variable: part of a platform's name, in any case. */
  public static final String PLATFORM = "ASSAY_OPENCL_PLATFORM";

  /**
   * Chooses.
   *
   * @param candidates all devices of all platforms
   * @param wanted value of {@link #PLATFORM}; empty if it is not set
   * @param install what to say where nothing usable is there
   */
  public static <D> Availability<Choice<D>> of(
      List<Candidate<D>> candidates, Optional<String> wanted, Remedy install) {
    Optional<String> part =
        wanted.map(String::strip).filter(w -> !w.isEmpty()).map(w -> w.toLowerCase(Locale.ROOT));
    List<Candidate<D>> matching =
        candidates.stream()
            .filter(
                c -> part.map(p -> c.platform().toLowerCase(Locale.ROOT).contains(p)).orElse(true))
            .toList();
    if (matching.isEmpty() && part.isPresent()) {
      return new Availability.Unavailable<>(
          "no platform is called '%s'; there is %s".formatted(wanted.orElse(""), names(candidates)),
          new Remedy.SetVariable(PLATFORM, "a part of its name, or unset it"));
    }
    Optional<Candidate<D>> best =
        matching.stream()
            .filter(c -> Vendor.ofPlatform(c.platform()).isPresent())
            .min(Comparator.comparing(c -> Vendor.ofPlatform(c.platform()).orElseThrow()));
    return best.<Availability<Choice<D>>>map(c ->
            new Availability.Available<>(
                new Choice<>(Vendor.ofPlatform(c.platform()).orElseThrow(), c)))
        .orElseGet(() ->
            new Availability.Unavailable<>(
                "no FPGA and no emulation that could be labelled; there is " + names(candidates),
                install));
  }

  private static <D> String names(List<Candidate<D>> candidates) {
    return candidates.isEmpty()
        ? "no device at all"
        : candidates.stream()
            .map(c -> "'" + c.platform() + "' with '" + c.name() + "'")
            .collect(Collectors.joining(", "));
  }
}
