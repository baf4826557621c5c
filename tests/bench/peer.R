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
cluster <- as.formula(paste("~", args[4]))
tell <- function(task, b, se) for (t in names(b))
  cat(paste("coef", paste(task, t), sprintf("%.17g", b[[t]]), sprintf("%.17g", se[[t]]), sep = "\t"), "\n", sep = "")
if (has("sandwich")) for (link in c("logit", "cloglog")) {
  for (i in seq_len(min(runs, 2L))) {
    fit <- say(link, {
      m <- glm(f, binomial(link), d, control = glm.control(epsilon = 1e-14, maxit = 50))
      v <- sandwich::vcovCL(m, cluster = cluster)
      list(m, v)
    })
  }
  tell(link, coef(fit[[1]]), sqrt(diag(fit[[2]])))
}
if (has("survival")) {
  suppressPackageStartupMessages(library(survival))
  right <- sub(" \\+ t \\+ .*", "", sub(".*~", "", args[3]))
  left <- trimws(sub("~.*", "", args[3]))
  d$t0 <- d$t - 1
  g <- as.formula(paste0("Surv(t0, t, ", left, ") ~ ", right))
  d$cluster_of_row <- d[[args[4]]]
  m <- say("cox", coxph(g, d, cluster = cluster_of_row, ties = "efron", control = coxph.control(eps = 1e-11, toler.chol = 1e-12)))
  G <- length(unique(d$cluster_of_row[as.integer(rownames(model.frame(m)))]))
  tell("cox", coef(m), setNames(sqrt(diag(m$var) * G / (G - 1)), names(coef(m))))
}
