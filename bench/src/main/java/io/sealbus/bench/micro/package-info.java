/**
 * What an evaluation is made of, step by step, by JMH. Start at {@link
 * io.sealbus.bench.micro.Micro}.
 */
@NullMarked
package io.sealbus.bench.micro;

import org.jspecify.annotations.NullMarked;
