# SPDX-License-Identifier: GPL-3.0-or-later
# Hazards of rows: after Cox models what the cumulative hazard adds over a row's time at risk, with
# the interval of log S; after parametric models survreg's estimates
# put through its distributions at the row's time, the delta method by central differences:
#   Rscript generate-hazards.R   (in this folder, R 4.2.2, survival 3.5.3; writes hazards.json)
suppressMessages(library(survival))
z <- qnorm(0.975)
C <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 100)
P <- read.csv("mla_dyads.csv"); P$t0 <- P$t - 1; P$row <- seq_len(nrow(P)) - 1
S <- read.csv("spells.csv"); S$row <- seq_len(nrow(S)) - 1
# What a fit adds over one interval, from the definition (Tsiatis 1981), tied events l = 0 ... d - 1 by
# Efron's shares l / d: hazard sum 1/phi, its variance sum 1/phi^2 and that of the estimates. survfit
# with id = has the same hazard, but its standard error counts the variance from time 0 in this
# version; so the hazard is checked against survfit's, and over (0, first time] the error too.
added <- function(m, D, X, entry, stop, event, rows, group = rep(1, nrow(D)), share = TRUE, from = entry) {
  X <- as.matrix(X); b <- coef(m); V <- vcov(m)
  one <- function(x, g, from, to) {
    h <- v <- 0; d <- 0 * b
    for (u in sort(unique(stop[event == 1 & group == g & stop > from & stop <= to]))) {
      at <- entry < u & stop >= u & group == g; dead <- at & stop == u & event == 1
      w <- exp(drop(X[at, , drop = FALSE] %*% b)); wd <- exp(drop(X[dead, , drop = FALSE] %*% b)); n <- sum(dead)
      for (l in seq_len(n) - 1) {
        c <- if (share) l / n else 0
        phi <- sum(w) - c * sum(wd); s1 <- colSums(X[at, , drop = FALSE] * w) - c * colSums(X[dead, , drop = FALSE] * wd)
        h <- h + 1 / phi; v <- v + 1 / phi^2; d <- d + s1 / phi^2 - x / phi
      }
    }
    r <- exp(sum(x * b)); c(r * h, r * sqrt(v + drop(d %*% V %*% d)))
  }
  o <- sapply(match(rows, D$row), function(i) {
    found <- one(X[i, ], group[i], from[i], stop[i])
    r <- D[i, ]; r$one <- 1; f <- survfit(m, newdata = r, id = one)
    stopifnot(length(f$cumhaz) == 0 && found[1] == 0 || abs(found[1] - max(f$cumhaz)) < 1e-10)
    whole <- survfit(m, newdata = D[i, ]); first <- whole$time[whole$n.event > 0][1]
    if (all(group == 1)) { k <- match(first, whole$time)
      check <- one(X[i, ], group[i], min(entry) - 1, first); stopifnot(abs(check - c(whole$cumhaz[k], whole$std.err[k])) < 1e-9) }
    c(found[1], max(0, found[1] - z * found[2]), found[1] + z * found[2]) })
  list(rows = rows, hazard = o[1, ], low = o[2, ], high = o[3, ])
}
panel <- function(ties) {
  D <- P[complete.cases(P[, c("trade", "mindem", "samelaw")]), ]
  m <- coxph(Surv(t0, t, sign) ~ trade + mindem + samelaw, D, ties = ties, control = C)
  added(m, D, D[, c("trade", "mindem", "samelaw")], D$t0, D$t, D$sign, D$row[round(seq(1, nrow(D), length.out = 25))], share = ties == "efron")
}
by_region <- function() {
  D <- S[S$entry < S$dur, ]
  m <- coxph(Surv(entry, dur, event) ~ dem + wealth + law + strata(region), D, control = C)
  added(m, D, D[, c("dem", "wealth", "law")], D$entry, D$dur, D$event, D$row[round(seq(1, nrow(D), length.out = 25))], D$region)
}
whole <- function() {
  S$zero <- 0
  m <- coxph(Surv(zero, dur, event) ~ dem + wealth + law, S, control = C)
  S$zero <- S$dur - 0.5
  added(m, S, S[, c("dem", "wealth", "law")], rep(0, nrow(S)), S$dur, S$event, S$row[round(seq(1, nrow(S), length.out = 25))], from = S$zero)
}
tail_of <- list(exponential = function(u) -exp(u), weibull = function(u) -exp(u),
  loglogistic = function(u) plogis(u, lower.tail = FALSE, log.p = TRUE),
  lognormal = function(u) pnorm(u, lower.tail = FALSE, log.p = TRUE))
density_of <- list(exponential = function(u) u - exp(u), weibull = function(u) u - exp(u),
  loglogistic = function(u) dlogis(u, log = TRUE), lognormal = function(u) dnorm(u, log = TRUE))
slope <- function(f, p) sapply(seq_along(p), function(i) { h <- 1e-3; e <- replace(0 * p, i, h)
  (8 * (f(p + e) - f(p - e)) - (f(p + 2 * e) - f(p - 2 * e))) / (12 * h) })
rate_of <- function(dist) {
  m <- survreg(Surv(dur, event) ~ dem + wealth + law, S, dist = dist, control = list(rel.tolerance = 1e-14, maxiter = 100))
  p <- coef(m); if (dist != "exponential") p <- c(p, log(m$scale))
  rows <- S$row[round(seq(1, nrow(S), length.out = 25))]
  v <- sapply(rows + 1, function(i) {
    x <- c(1, S$dem[i], S$wealth[i], S$law[i]); t <- S$dur[i]
    f <- function(p) { s <- if (length(p) > 4) exp(p[5]) else 1; u <- (log(t) - sum(x * p[1:4])) / s
      density_of[[dist]](u) - tail_of[[dist]](u) - log(s) - log(t) }
    g <- slope(f, p); e <- sqrt(drop(g %*% vcov(m) %*% g)); exp(f(p) + c(0, -z, z) * e) })
  list(rows = rows, hazard = v[1, ], low = v[2, ], high = v[3, ])
}
out <- list(cox_panel_efron = panel("efron"), cox_panel_breslow = panel("breslow"), cox_strata = by_region(), cox_whole = whole(),
  exponential = rate_of("exponential"), weibull = rate_of("weibull"), loglogistic = rate_of("loglogistic"), lognormal = rate_of("lognormal"))
vec <- function(v) paste0("[", paste(sprintf("%.17g", v), collapse = ", "), "]")
json <- function(l) paste0("{", paste0('"', names(l), '": ', sapply(l, function(v) if (is.list(v)) json(v) else vec(v)), collapse = ",\n "), "}")
writeLines(json(out), "hazards.json")
