/// By what others verify the tokens of service accounts.
@NullMarked
package dev.podium.web.openid;

import org.jspecify.annotations.NullMarked;
