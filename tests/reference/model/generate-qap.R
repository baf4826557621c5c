# SPDX-License-Identifier: GPL-3.0-or-later
# Permutation tests by complete enumeration, from their definitions, in base R alone:
#   Rscript generate-qap.R   (in this folder; writes qap_panel.csv and qap_enumerated.json)
# qap_panel.csv is simulated: 6 states, 5 years, state 6 from the third year on, some dyad-years
# missing; the outcome is binary.
set.seed(11)
S <- 6; years <- 2001:2005
P <- do.call(rbind, lapply(years, function(t) {
  g <- t(combn(S, 2)); data.frame(a = g[, 1], b = g[, 2], year = t) }))
P <- P[!(P$b == 6 & P$year < 2003), ]
u <- rnorm(S); v <- rnorm(S)
P$x <- round(u[P$a] + u[P$b] + rnorm(nrow(P)), 3)
P$z <- round(v[P$a] * v[P$b] + .5 * P$x + rnorm(nrow(P)), 3)
P$y <- as.integer(runif(nrow(P)) < plogis(.8 * P$x - .5 * P$z))
P <- P[-sample(nrow(P), 6), ]
write.csv(P, "qap_panel.csv", row.names = FALSE, quote = FALSE)

permutations <- function(v) if (length(v) == 1) matrix(v, 1) else
  do.call(rbind, lapply(seq_along(v), function(i) cbind(v[i], permutations(v[-i]))))
key <- function(a, b, t) paste(pmin(a, b), pmax(a, b), t)
map <- function(D, p) match(key(p[D$a], p[D$b], D$year), key(D$a, D$b, D$year))
statistic <- function(y, X, family) {
  ok <- stats::complete.cases(y, X)
  m <- if (family == "lpm") lm(y[ok] ~ X[ok, ]) else
    glm(y[ok] ~ X[ok, ], family = binomial(), control = list(epsilon = 1e-14, maxit = 100))
  s <- summary(m)$coefficients
  s[, 3]
}
enumerate <- function(D, y, xs, family, movable) {
  Q <- permutations(movable); orders <- t(apply(Q, 1, function(q) { p <- seq_len(max(D$b)); p[sort(movable)] <- q; p }))
  X <- as.matrix(D[, xs]); Y <- D[[y]]
  observed <- statistic(Y, X, family)
  maps <- apply(orders, 1, function(p) map(D, p))
  dsp <- sapply(seq_along(xs), function(k) {
    e <- residuals(lm(X[, k] ~ X[, -k]))
    apply(maps, 2, function(m) { Z <- X; Z[, k] <- e[m]; statistic(Y, Z, family)[k + 1] })
  })
  yperm <- t(apply(maps, 2, function(m) statistic(Y[m], X, family)))
  p <- function(s, o) { tie <- 1e-6; list(
    greater = mean(s >= o - tie), less = mean(s <= o + tie), two_sided = mean(abs(s) >= abs(o) - tie),
    mean = mean(s), sd = sqrt(mean((s - mean(s))^2))) }
  list(orders = nrow(orders), kept = mean(!is.na(maps)), least_kept = min(colMeans(!is.na(maps))), statistic = unname(observed),
       dsp = lapply(seq_along(xs), function(k) p(dsp[, k], observed[k + 1])),
       y = lapply(seq_len(ncol(yperm)), function(k) p(yperm[, k], observed[k])))
}
json <- function(v) if (is.list(v)) if (is.null(names(v))) paste0("[", paste(sapply(v, json), collapse = ", "), "]") else
  paste0("{", paste0('"', names(v), '": ', sapply(v, json), collapse = ",\n "), "}") else
  if (length(v) > 1) paste0("[", paste(sprintf("%.17g", v), collapse = ", "), "]") else sprintf("%.17g", v)
M <- read.csv("qap.csv"); M <- data.frame(a = M$j, b = M$i, year = 1, M[, c("x", "z", "y", "yb")])[M$i > M$j, ]
out <- list(matrix_lpm = enumerate(M, "y", c("x", "z"), "lpm", 1:6),
            matrix_logit = enumerate(M, "yb", c("x", "z"), "logit", 1:6),
            panel_lifetimes_lpm = enumerate(P, "y", c("x", "z"), "lpm", 1:5),
            panel_all_lpm = enumerate(P, "y", c("x", "z"), "lpm", 1:6),
            panel_lifetimes_logit = enumerate(P, "y", c("x", "z"), "logit", 1:5),
            panel_all_logit = enumerate(P, "y", c("x", "z"), "logit", 1:6))
writeLines(json(out), "qap_enumerated.json")
