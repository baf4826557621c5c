# SPDX-License-Identifier: GPL-3.0-or-later
# Curves of parametric models of durations on spells.csv (simulated), by survival's survreg; the delta
# method by central differences, in survreg's own parameters (times, log scale); and Cox models with
# frequency and sampling weights:
#   Rscript generate-curves.R   (in this folder, R 4.2.2, survival 3.5.3; writes curves.json)
suppressMessages(library(survival))
D <- read.csv("spells.csv"); D$fw <- 1 + D$id %% 3; D$pw <- 0.5 + ((D$id * 7) %% 11) / 10
times <- c(0.5, 1, 3, 7.25, 15, 30); x <- c(1, 0.4, 8.2, 1); z <- qnorm(0.975)
tail_of <- list(exponential = function(u) -exp(u), weibull = function(u) -exp(u),
  loglogistic = function(u) plogis(u, lower.tail = FALSE, log.p = TRUE),
  lognormal = function(u) pnorm(u, lower.tail = FALSE, log.p = TRUE))
density_of <- list(exponential = function(u) u - exp(u), weibull = function(u) u - exp(u),
  loglogistic = function(u) dlogis(u, log = TRUE), lognormal = function(u) dnorm(u, log = TRUE))
slope <- function(f, p) sapply(seq_along(p), function(i) { h <- 1e-3; e <- replace(0 * p, i, h)
  (8 * (f(p + e) - f(p - e)) - (f(p + 2 * e) - f(p - 2 * e))) / (12 * h) })
curve_of <- function(dist) {
  m <- survreg(Surv(dur, event) ~ dem + wealth + law, D, dist = dist, control = list(rel.tolerance = 1e-14, maxiter = 100))
  p <- coef(m); if (dist != "exponential") p <- c(p, log(m$scale))
  cumulative <- function(t) function(p) -tail_of[[dist]]((log(t) - sum(x * p[1:4])) / if (length(p) > 4) exp(p[5]) else 1)
  log_rate <- function(t) function(p) { s <- if (length(p) > 4) exp(p[5]) else 1; u <- (log(t) - sum(x * p[1:4])) / s
    density_of[[dist]](u) - tail_of[[dist]](u) - log(s) - log(t) }
  se <- function(f) { g <- slope(f, p); sqrt(drop(g %*% vcov(m) %*% g)) }
  H <- sapply(times, function(t) cumulative(t)(p)); e <- sapply(times, function(t) se(cumulative(t)))
  l <- sapply(times, function(t) log_rate(t)(p)); r <- sapply(times, function(t) se(log_rate(t)))
  list(hazard = H, hazard_error = e, survival = exp(-H), low = exp(-H * exp(z * e / H)), high = exp(-H * exp(-z * e / H)),
    rate = exp(l), rate_error = exp(l) * r, rate_low = exp(l - z * r), rate_high = exp(l + z * r))
}
cox_of <- function(ties, expand) {
  C <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 100)
  if (expand) { E <- D[rep(seq_len(nrow(D)), D$fw), ]; m <- coxph(Surv(dur, event) ~ dem + wealth + law, E, ties = ties, control = C) }
  else m <- coxph(Surv(dur, event) ~ dem + wealth + law, D, weights = pw, ties = ties, robust = TRUE, control = C)
  k <- if (expand) NULL else coxph(Surv(dur, event) ~ dem + wealth + law, D, weights = pw, ties = ties, cluster = country, control = C)
  list(coef = unname(coef(m)), se = unname(sqrt(diag(vcov(m)))), loglik = m$loglik[2], loglik_null = m$loglik[1],
    cluster_se = if (expand) numeric(0) else unname(sqrt(diag(vcov(k)))))
}
# Late entry and strata: the test of proportional hazards, whose time is that of all strata together.
S <- coxph(Surv(entry, dur, event) ~ dem + wealth + law + strata(region), D[D$entry < D$dur, ],
  control = coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 100))
zph_of <- function(g) unname(cox.zph(S, transform = g, global = TRUE)$table[, "chisq"])
out <- list(times = times, case = x[-1], curves = sapply(names(tail_of), curve_of, simplify = FALSE),
  zph_strata = list(km = zph_of("km"), rank = zph_of("rank"), log = zph_of("log")),
  cox = list(frequency_breslow = cox_of("breslow", TRUE), frequency_efron = cox_of("efron", TRUE),
    sampling_breslow = cox_of("breslow", FALSE), sampling_efron = cox_of("efron", FALSE)))
vec <- function(v) paste0("[", paste(sprintf("%.17g", v), collapse = ", "), "]")
json <- function(l) paste0("{", paste0('"', names(l), '": ', sapply(l, function(v) if (is.list(v)) json(v) else vec(v)), collapse = ",\n "), "}")
writeLines(json(out), "curves.json")
