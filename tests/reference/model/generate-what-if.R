# SPDX-License-Identifier: GPL-3.0-or-later
# What if after models of durations: the probability of an event in each of the years to come given
# none before, as a row is and with one covariate at another value.
#   Rscript generate-what-if.R   (in this folder, R 4.2.2, survival 3.5.3; writes what_if.json)
# Cox: survfit along the row's own path, a row a year (newdata with id), from its time of entry on;
# beside it the standard error of the cumulative hazard up to each year by the definition (Tsiatis
# 1981), as survfit's own counts the variance from time 0 in this version; and survfit's where the
# row enters at 0, as a check. Parametric models with all at risk from 0: survreg's survivor function
# (pnorm, plogis … of its linear predictor) at both ends of the year; the delta method by central
# differences in the coefficients and ln sigma.
suppressMessages(library(survival))
C <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 100)
P <- read.csv("mla_dyads.csv"); P$t0 <- P$t - 1; P$row <- seq_len(nrow(P)) - 1; P$mindemt <- P$mindem * P$t
terms_of <- c("trade", "mindem", "samelaw")
D <- P[complete.cases(P[, terms_of]), ]
pick <- D$row[round(seq(1, nrow(D), length.out = 12))]
N <- 8

# Λ̂ and its variance over (from, to] along a path of rows, tied events l = 0 … d − 1 by Efron's l / d
error_of <- function(m, D, X, path, stratum, group, share) {
  b <- coef(m); V <- vcov(m); X <- as.matrix(X)
  h <- v <- 0; d <- 0 * b; out <- c()
  for (s in seq_len(nrow(path))) {
    x <- as.matrix(path[s, names(b), drop = FALSE])[1, ]; r <- exp(sum(x * b)); hs <- 0; vs <- 0; ds <- 0 * b
    for (u in sort(unique(D$t[D$sign == 1 & group == stratum & D$t > path$t0[s] & D$t <= path$t[s]]))) {
      at <- D$t0 < u & D$t >= u & group == stratum; dead <- at & D$t == u & D$sign == 1
      w <- exp(drop(X[at, , drop = FALSE] %*% b)); wd <- exp(drop(X[dead, , drop = FALSE] %*% b)); n <- sum(dead)
      for (l in seq_len(n) - 1) {
        c <- if (share) l / n else 0
        phi <- sum(w) - c * sum(wd); s1 <- colSums(X[at, , drop = FALSE] * w) - c * colSums(X[dead, , drop = FALSE] * wd)
        hs <- hs + 1 / phi; vs <- vs + 1 / phi^2; ds <- ds + s1 / phi^2 - x / phi
      }
    }
    h <- h + r * hs; v <- v + r^2 * vs; d <- d + r * ds
    out <- rbind(out, c(h, sqrt(v + drop(d %*% V %*% d))))
  }
  out
}
cox <- function(formula, ties = "efron", set, value, clock = FALSE, strata = FALSE) {
  m <- coxph(formula, D, ties = ties, control = C)
  X <- D[, terms_of]; if (clock) X <- D[, c("trade", "mindem", "mindemt")]
  group <- if (strata) D$samelaw else rep(1, nrow(D)); if (strata) X <- D[, c("trade", "mindem")]
  one <- function(row, other) {
    r <- D[D$row == row, ]; if (other) r[[set]] <- value
    last <- if (strata) max(D$t[group == r$samelaw]) else max(D$t)
    n <- min(N, last - r$t + 1)
    path <- r[rep(1, n), ]; path$t0 <- r$t0 + seq_len(n) - 1; path$t <- r$t + seq_len(n) - 1; path$one <- 1; path$sign <- 0
    path$mindemt <- path$mindem * path$t
    f <- survfit(m, newdata = path, id = one)
    H <- c(0, f$cumhaz)[findInterval(path$t - r$t0, f$time) + 1] # its times begin at 0
    hazard <- 1 - exp(-diff(c(0, H)))
    e <- error_of(m, D, X, path, if (strata) r$samelaw else 1, group, ties == "efron")
    stopifnot(abs(e[, 1] - H) < 1e-10)
    if (r$t0 == 0 && !clock) { g <- survfit(m, newdata = r); k <- findInterval(path$t, g$time)
      stopifnot(k > 0, abs(e[, 2] - g$std.err[k]) < 1e-9) }
    list(hazard = hazard, error = e[, 2])
  }
  report(one, set, value)
}
report <- function(one, set, value) {
  flat <- function(other, what) unlist(lapply(pick, function(row) { v <- one(row, other)[[what]]; c(v, rep(-1, N - length(v))) }))
  out <- list(rows = pick, years = N, value = value, hazard = flat(FALSE, "hazard"), other = flat(TRUE, "hazard"))
  if (!is.null(one(pick[1], FALSE)$error)) out <- c(out, list(error = flat(FALSE, "error"), other_error = flat(TRUE, "error")))
  out
}
# Every row is a spell of its own from 0 to t, as survreg has no late entry; its years are (t − 1, t] …
parametric <- function(dist) {
  m <- survreg(Surv(t, sign) ~ trade + mindem + samelaw, D, dist = dist, control = list(rel.tolerance = 1e-14, maxiter = 100))
  log_tail <- switch(dist, loglogistic = function(u) plogis(u, lower.tail = FALSE, log.p = TRUE),
    lognormal = function(u) pnorm(u, lower.tail = FALSE, log.p = TRUE), function(u) -exp(u))
  one <- function(row, other) {
    r <- D[D$row == row, ]; if (other) r$trade <- 3.25
    x <- c(1, r$trade, r$mindem, r$samelaw); t <- r$t + seq_len(N) - 1
    p <- coef(m); if (dist != "exponential") p <- c(p, log(m$scale))
    stopifnot(abs(sum(x * p[1:4]) - predict(m, newdata = r, type = "lp")) < 1e-12)
    H <- function(t, p) ifelse(t > 0, -log_tail((log(t) - sum(x * p[1:4])) / if (length(p) > 4) exp(p[5]) else 1), 0)
    error <- sapply(t, function(end) {
      f <- function(p) H(end, p) - H(r$t - 1, p)
      g <- sapply(seq_along(p), function(i) { h <- 1e-3; e <- replace(0 * p, i, h)
        (8 * (f(p + e) - f(p - e)) - (f(p + 2 * e) - f(p - 2 * e))) / (12 * h) })
      sqrt(drop(g %*% vcov(m) %*% g)) })
    list(hazard = -expm1(-(H(t, p) - H(t - 1, p))), error = error)
  }
  report(one, "trade", 3.25)
}
base <- Surv(t0, t, sign) ~ trade + mindem + samelaw
out <- list(cox_efron = cox(base, "efron", "trade", 3.25), cox_breslow = cox(base, "breslow", "trade", 3.25),
  cox_strata = cox(Surv(t0, t, sign) ~ trade + mindem + strata(samelaw), "efron", "mindem", 6, strata = TRUE),
  cox_clock = cox(Surv(t0, t, sign) ~ trade + mindem + mindemt, "efron", "mindem", 6, clock = TRUE),
  exponential = parametric("exponential"), weibull = parametric("weibull"), loglogistic = parametric("loglogistic"), lognormal = parametric("lognormal"))
vec <- function(v) paste0("[", paste(sprintf("%.17g", v), collapse = ", "), "]")
json <- function(l) paste0("{", paste0('"', names(l), '": ', sapply(l, function(v) if (is.list(v)) json(v) else if (length(v) == 1) sprintf("%.17g", v) else vec(v)), collapse = ",\n "), "}")
writeLines(json(out), "what_if.json")
