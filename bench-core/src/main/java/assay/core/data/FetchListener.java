package assay.core.data;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Receives the progress of a fetch, on the thread that called {@link DataFetcher#fetch}. Methods do
 * nothing by default. Files have their published names, for example {@code
 * t10k-labels-idx1-ubyte.gz}.
 */
public interface FetchListener {
  /** The file is already there and intact; nothing is transferred. */
  default void alreadyPresent(String file) {}

  /**
   * The existing file is damaged and will be replaced.
   *
   * @param detail one line saying what is wrong with it
   */
  default void replacing(String file, String detail) {}

  /**
   * A transfer starts.
   *
   * @param resumedAt bytes kept from an earlier transfer, 0 when starting over
   * @param total size of the whole file in bytes, empty if the server does not say
   */
  default void started(String file, long resumedAt, OptionalLong total) {}

  /**
   * More bytes have been written; called for every chunk, often thousands of times.
   *
   * @param bytes bytes of the file so far, including those kept from an earlier transfer
   * @param total size of the whole file in bytes, empty if the server does not say
   */
  default void progress(String file, long bytes, OptionalLong total) {}

  /**
   * Bytes kept from an earlier transfer could not be used and were discarded.
   *
   * @param bytes how many
   * @param reason one phrase
   */
  default void discarded(String file, long bytes, String reason) {}

  /**
   * An attempt failed and will be retried.
   *
   * @param failed number of the failed attempt, from 1
   * @param attempts maximum number of attempts
   * @param wait delay before the next attempt
   * @param reason one phrase
   */
  default void retrying(String file, int failed, int attempts, Duration wait, String reason) {}

  /** The file is in place and verified. */
  default void finished(String file) {}
}
