# SPDX-License-Identifier: GPL-3.0-or-later
# Double semi-partialling under Cox models by complete enumeration, from its definition, with R's survival:
#   Rscript generate-qap-cox.R   (in this folder; writes qap_cox.csv and qap_cox.json)
# qap_cox.csv is simulated: 6 states, 14 years, state 6 from the fifth year on, some dyad-years missing.
# A row is the spell from the year before to its year. What is permuted is the residual of a covariate on the
# others and a constant; rows without a counterpart leave; the statistic is z of the model with the others.
suppressMessages(library(survival))
set.seed(12)
P <- do.call(rbind, lapply(2001:2014, function(t) { g <- t(combn(6, 2)); data.frame(a = g[, 1], b = g[, 2], year = t) }))
P <- P[!(P$b == 6 & P$year < 2005), ]
u <- rnorm(6); v <- rnorm(6)
P$x <- round(u[P$a] + u[P$b] + rnorm(nrow(P)), 3)
P$z <- round(v[P$a] * v[P$b] + .5 * P$x + rnorm(nrow(P)), 3)
P$y <- as.integer(runif(nrow(P)) < plogis(-.3 + .5 * P$x - .3 * P$z))
P <- P[-sample(nrow(P), 10), ]
P$w <- 0.5 + (seq_len(nrow(P)) * 7) %% 11 / 10
P$g <- (P$a + P$b) %% 2
write.csv(P, "qap_cox.csv", row.names = FALSE, quote = FALSE)
permutations <- function(v) if (length(v) == 1) matrix(v, 1) else
  do.call(rbind, lapply(seq_along(v), function(i) cbind(v[i], permutations(v[-i]))))
key <- function(a, b, t) paste(pmin(a, b), pmax(a, b), t)
control <- coxph.control(eps = 1e-12, iter.max = 100, toler.chol = 1e-14)
z <- function(X, ties, weighted, strata) {
  ok <- stats::complete.cases(X); d <- P[ok, ]; X <- X[ok, , drop = FALSE]
  own <- if (weighted) d$w else rep(1, nrow(d)); s <- if (strata) d$g else rep(1, nrow(d))
  m <- coxph(Surv(year - 1, year, y) ~ X + strata(s), d, weights = own, ties = ties, robust = FALSE, control = control)
  unname(coef(m) / sqrt(diag(m$var)))
}
enumerate <- function(movable, ties, weighted = FALSE, strata = FALSE) {
  Q <- permutations(movable); X <- as.matrix(P[, c("x", "z")]); w <- if (weighted) P$w else rep(1, nrow(P))
  maps <- apply(Q, 1, function(q) { p <- 1:6; p[sort(movable)] <- q; match(key(p[P$a], p[P$b], P$year), key(P$a, P$b, P$year)) })
  observed <- z(X, ties, weighted, strata)
  terms <- lapply(1:2, function(k) {
    e <- residuals(lm(X[, k] ~ X[, -k], weights = w))
    s <- apply(maps, 2, function(m) { Z <- X; Z[, k] <- e[m]; z(Z, ties, weighted, strata)[k] })
    o <- observed[k]; tie <- 1e-6
    c(statistic = o, greater = mean(s >= o - tie), less = mean(s <= o + tie), two_sided = mean(abs(s) >= abs(o) - tie),
      mean = mean(s), sd = sqrt(mean((s - mean(s))^2)))
  })
  sprintf('{"orders": %d, "kept": %.17g, "terms": [%s]}', nrow(Q), mean(!is.na(maps)),
          paste(sapply(terms, function(t) paste0("{", paste(sprintf('"%s": %.17g', names(t), t), collapse = ", "), "}")), collapse = ",\n  "))
}
out <- c(lifetimes_efron = enumerate(1:5, "efron"), all_efron = enumerate(1:6, "efron"),
         all_breslow = enumerate(1:6, "breslow"), all_weighted_strata = enumerate(1:6, "efron", TRUE, TRUE))
writeLines(sprintf('{"peer": {"R": "%s", "survival": "%s"},\n%s}', getRversion(), packageVersion("survival"),
                   paste(sprintf('"%s": %s', names(out), out), collapse = ",\n")), "qap_cox.json")
