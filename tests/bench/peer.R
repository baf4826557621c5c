# SPDX-License-Identifier: GPL-3.0-or-later
# The same tasks in R, as its users do them: haven, data.table, glm with sandwich's clustered covariance.
args <- commandArgs(TRUE)
runs <- min(as.integer(args[5]), 3L)
say <- function(task, expr) {
  time <- system.time(value <- expr)[["elapsed"]]
  cat(task, "\t", sprintf("%.6f", time), "\n", sep = "")
  value
}
has <- function(p) suppressPackageStartupMessages(requireNamespace(p, quietly = TRUE))
d <- NULL
for (i in seq_len(runs)) {
  if (has("haven")) d <- say("read-dta", haven::read_dta(args[1]))
  if (has("data.table")) csv <- say("read-csv", data.table::fread(args[2], showProgress = FALSE))
}
if (is.null(d)) d <- csv
d <- as.data.frame(d)
f <- as.formula(args[3])
if (has("sandwich")) for (i in seq_len(min(runs, 2L))) {
  fit <- say("logit", {
    m <- glm(f, binomial, d, control = glm.control(epsilon = 1e-14, maxit = 50))
    v <- sandwich::vcovCL(m, cluster = as.formula(paste("~", args[4])))
    list(m, v)
  })
}
b <- coef(fit[[1]]); se <- sqrt(diag(fit[[2]]))
for (t in names(b))
  cat(paste("coef", t, sprintf("%.17g", b[[t]]), sprintf("%.17g", se[[t]]), sep = "\t"), "\n", sep = "")
