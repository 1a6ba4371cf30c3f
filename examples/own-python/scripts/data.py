"""Writes the data that the other steps read: python data.py TRAIN TEST"""

import sys

from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split

train_file, test_file = sys.argv[1:]
frame = load_breast_cancer(as_frame=True).frame
frame.columns = [name.replace(" ", "_") for name in frame.columns]
train, test = train_test_split(frame, test_size=0.3, random_state=7, stratify=frame["target"])
train.to_parquet(train_file, index=False)
test.to_parquet(test_file, index=False)
print(f"{len(train)} rows to train, {len(test)} to test")
