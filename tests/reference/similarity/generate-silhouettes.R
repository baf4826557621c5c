# SPDX-License-Identifier: GPL-3.0-or-later
# Silhouettes of cuts of hclust's trees, by cluster::silhouette on the distances of distance_traits.json:
#   Rscript generate-silhouettes.R   (in this folder, R 4.2.2, cluster 2.1.4, jsonlite; writes silhouettes.json)
suppressMessages({ library(cluster); library(jsonlite) })
E <- fromJSON("distance_traits.json", simplifyVector = TRUE)$expected
one <- function(d, method, k) {
  s <- silhouette(cutree(hclust(as.dist(d), method), k), dmatrix = d)
  list(group = as.integer(s[, "cluster"]), width = as.numeric(s[, "sil_width"]),
    means = as.numeric(summary(s)$clus.avg.widths), mean = mean(s[, "sil_width"]))
}
out <- list()
for (name in c("gower", "euclidean_standardized")) { d <- as.matrix(E[[name]]); diag(d) <- 0
  for (method in c("average", "complete", "ward.D2")) for (k in c(2, 3, 5, 10, 16)) if (k < nrow(d))
    out[[name]][[method]][[paste0("k", k)]] <- one(d, method, k) }
writeLines(toJSON(out, digits = 17, auto_unbox = TRUE, null = "null"), "silhouettes.json")
