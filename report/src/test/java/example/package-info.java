/** Examples of the guides in docs/extending: they use what a format outside this project would. */
@org.jspecify.annotations.NullMarked
package example;
